package io.camelback.demo;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/** An S3 server in this process that keeps its objects as files, and refuses requests that aren't signed with its key. */
public final class S3Server implements AutoCloseable {

    private final S3Proxy proxy;
    private final Path directory;
    private final String accessKey;
    private final String secretKey;
    private final String bucket;

    private S3Server(S3Proxy proxy, Path directory, String accessKey, String secretKey, String bucket) {
        this.proxy = proxy;
        this.directory = directory;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.bucket = bucket;
    }

    /** On a free port, with one bucket. */
    public static S3Server start(Path directory, String accessKey, String secretKey, String bucket) {
        return start(directory, accessKey, secretKey, bucket, 0);
    }

    /** On a given port: the server of before, back again. */
    public static S3Server start(Path directory, String accessKey, String secretKey, String bucket, int port) {
        try {
            Files.createDirectories(directory);
            BlobStore store = new FilesystemNio2BlobStore(directory.toString());
            if (!Files.exists(directory.resolve(bucket))) {
                store.createContainer(CreateBucketRequest.builder().bucket(bucket).build());
            }
            S3Proxy proxy = S3Proxy.builder().blobStore(store).endpoint(URI.create("http://127.0.0.1:" + port))
                    .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey).build();
            proxy.start();
            return new S3Server(proxy, directory, accessKey, secretKey, bucket);
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server did not start", e);
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return proxy.getPort();
    }

    public String accessKey() {
        return accessKey;
    }

    public String secretKey() {
        return secretKey;
    }

    public String bucket() {
        return bucket;
    }

    /** The directory that has the objects of the bucket, a file each. */
    public Path files() {
        return directory.resolve(bucket);
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server did not stop", e);
        }
    }
}
