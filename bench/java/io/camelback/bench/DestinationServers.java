package io.camelback.bench;

import io.camelback.demo.FtpServer;
import io.camelback.demo.S3Server;
import java.nio.file.Path;

/** An S3 and an FTP server in a process of their own, until it is killed. Prints the configuration of the destinations they are. */
final class DestinationServers {

    private static final String NAME = "bench";

    private DestinationServers() {
    }

    /** Arguments: the directory for what they keep. */
    public static void main(String[] args) {
        Path directory = Path.of(args[0]);
        S3Server s3 = S3Server.start(directory.resolve("s3"), NAME, NAME, NAME);
        FtpServer ftp = FtpServer.start(directory.resolve("ftp"), NAME, NAME);
        System.out.print("""
                camelback.destinations.bucket.type = s3
                camelback.destinations.bucket.endpoint = %s
                camelback.destinations.bucket.bucket = %s
                camelback.destinations.bucket.accessKey = %s
                camelback.destinations.bucket.secretKey = %s
                camelback.destinations.ftp.type = ftp
                camelback.destinations.ftp.host = 127.0.0.1
                camelback.destinations.ftp.port = %d
                camelback.destinations.ftp.username = %s
                camelback.destinations.ftp.password = %s
                """.formatted(s3.endpoint(), s3.bucket(), s3.accessKey(), s3.secretKey(), ftp.port(), ftp.username(), ftp.password()));
        System.out.flush();
    }
}
