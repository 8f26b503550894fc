package io.camelback.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration of the demo: one task, three destinations. */
final class DemoConfig {

    private DemoConfig() {
    }

    static Path write(Path directory, CouchServer couch, S3Server s3, FtpServer ftp) throws IOException {
        Path config = directory.resolve("application.properties");
        Files.writeString(config, """
                camelback.destinations.local.type = local
                camelback.destinations.local.directory = local

                camelback.destinations.s3.type = s3
                camelback.destinations.s3.endpoint = %s
                camelback.destinations.s3.bucket = %s
                camelback.destinations.s3.accessKey = %s
                camelback.destinations.s3.secretKey = %s

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
                """.formatted(s3.endpoint(), s3.bucket(), s3.accessKey(), s3.secretKey(), ftp.port(), ftp.username(), ftp.password(),
                couch.url(), World.DATABASE, CouchServer.USERNAME, CouchServer.PASSWORD));
        return config;
    }
}
