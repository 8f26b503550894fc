package io.camelback.bench;

import io.camelback.demo.S3Server;
import java.io.IOException;
import java.nio.file.Path;

/** An S3 server for a folder that has a folder {@code bucket}, until standard input ends. */
final class ServeS3 {

    private ServeS3() {
    }

    /** Arguments: the folder, and the port. */
    public static void main(String[] args) throws IOException {
        try (S3Server server = S3Server.start(Path.of(args[0]), "access", "secret", "bucket", Integer.parseInt(args[1]))) {
            System.out.println(server.endpoint());
            while (System.in.read() >= 0) {
                // whoever started this is there still
            }
        }
    }
}
