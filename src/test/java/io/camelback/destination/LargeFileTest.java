package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.demo.FtpServer;
import io.camelback.demo.S3Server;
import io.camelback.encryption.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of 200 MB goes to a destination and comes back with 64 MB of heap: contents stream, whatever the type. */
class LargeFileTest {

    @TempDir
    Path local;

    private void goesThere(String type, String... parameters) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                LargeFile.class.getName(), local.toString(), type));
        command.addAll(List.of(parameters));
        Path output = local.resolve("output");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void onADisk() throws Exception {
        goesThere("local", "directory", local.resolve("disk").toString());
    }

    @Test
    void encryptedOnADisk() throws Exception {
        goesThere("local", "directory", local.resolve("disk").toString(), "encryption.key", TestKeys.key(1));
    }

    @Test
    void onS3() throws Exception {
        try (S3Server server = S3Server.start(local.resolve("s3"), "access", "secret", "bucket")) {
            goesThere("s3", "bucket", "bucket", "endpoint", server.endpoint(), "accessKey", "access", "secretKey", "secret");
        }
    }

    @Test
    void onFtp() throws Exception {
        try (FtpServer server = FtpServer.start(local.resolve("ftp"), "user", "password")) {
            goesThere("ftp", "host", "127.0.0.1", "port", String.valueOf(server.port()), "username", "user", "password", "password");
        }
    }
}
