package io.camelback.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The configurations of the demo: one task, three destinations, of which the bucket is encrypted; and what gets at the bucket alone. */
final class DemoConfig {

    private DemoConfig() {
    }

    /** A new key, as openssl rand -base64 32 makes it. */
    static Path writeKey(Path directory) throws IOException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Files.writeString(directory.resolve("s3.key"), Base64.getEncoder().encodeToString(key) + "\n");
    }

    static Path write(Path directory, CouchServer couch, S3Server s3, Path key, FtpServer ftp) throws IOException {
        return Files.writeString(directory.resolve("application.properties"), """
                camelback.destinations.local.type = local
                camelback.destinations.local.directory = local

                camelback.destinations.ftp.type = ftp
                camelback.destinations.ftp.host = 127.0.0.1
                camelback.destinations.ftp.port = %d
                camelback.destinations.ftp.username = %s
                camelback.destinations.ftp.password = %s

                camelback.tasks.world.source = %s/%s
                camelback.tasks.world.username = %s
                camelback.tasks.world.password = %s
                camelback.tasks.world.schedule = 0 2 * * *
                camelback.tasks.world.destinations = local, s3, ftp

                """.formatted(ftp.port(), ftp.username(), ftp.password(),
                couch.url(), World.DATABASE, CouchServer.USERNAME, CouchServer.PASSWORD) + bucket(s3, key));
    }

    /** For a machine that has the key and the bucket, and nothing else. */
    static Path writeElsewhere(Path directory, CouchServer couch, S3Server s3, Path key) throws IOException {
        return Files.writeString(Files.createDirectory(directory).resolve("application.properties"), """
                camelback.tasks.world.source = %s/%s
                camelback.tasks.world.username = %s
                camelback.tasks.world.password = %s
                camelback.tasks.world.destinations = s3

                """.formatted(couch.url(), World.DATABASE, CouchServer.USERNAME, CouchServer.PASSWORD) + bucket(s3, key));
    }

    private static String bucket(S3Server s3, Path key) {
        return """
                camelback.destinations.s3.type = s3
                camelback.destinations.s3.endpoint = %s
                camelback.destinations.s3.bucket = %s
                camelback.destinations.s3.accessKey = %s
                camelback.destinations.s3.secretKey = %s
                camelback.destinations.s3.encryption.key = {{file:%s}}
                """.formatted(s3.endpoint(), s3.bucket(), s3.accessKey(), s3.secretKey(), key);
    }
}
