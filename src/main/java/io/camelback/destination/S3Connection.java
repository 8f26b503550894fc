package io.camelback.destination;

import io.camelback.failure.Failure;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The client of an S3 destination: configured by setters, as the bean of a route template must be, and with just the operations
 * that a destination needs. An empty text stands for what isn't given.
 *
 * <p>A client that Camel makes from the options of an endpoint would do, but for three things: it has either keys or the default
 * credentials, not whichever is there; it repeats requests on its own, which would multiply with the repeats of the route; and its
 * checksums are not understood by every server that speaks S3.
 */
public final class S3Connection implements S3Client {

    private String key = "";
    private String region = "";
    private String accessKey = "";
    private String secretKey = "";
    private String endpoint = "";
    private String pathStyle = "";
    private int connectTimeout;
    private int timeout;
    private S3Client client;

    /** @param destination its name, for messages */
    public void setDestination(String destination) {
        this.key = "camelback.destinations." + destination;
    }

    public void setRegion(String region) {
        this.region = region;
    }

    /** Within {@code RAW(...)}, for a value that began with {@code #} would name a bean. */
    public void setAccessKey(String accessKey) {
        this.accessKey = unwrapped(accessKey);
    }

    /** Within {@code RAW(...)}, as above. */
    public void setSecretKey(String secretKey) {
        this.secretKey = unwrapped(secretKey);
    }

    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint;
    }

    /** @param pathStyle true or false; empty for what most servers at an endpoint of their own want, and Amazon doesn't */
    public void setPathStyle(String pathStyle) {
        this.pathStyle = pathStyle;
    }

    /** @param connectTimeout in milliseconds */
    public void setConnectTimeout(int connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    /** @param timeout milliseconds of silence */
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    /** Looks whether a client can be made of these. That takes long, and many commands need none: it is made when it is first used. */
    public void open() {
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw Failure.usage(key + (accessKey.isEmpty() ? ".accessKey" : ".secretKey")
                    + " is missing, for the other of the two is there");
        }
        if (!endpoint.isEmpty()) {
            address();
        }
    }

    private synchronized S3Client client() {
        if (client == null) {
            client = make();
        }
        return client;
    }

    private S3Client make() {
        S3ClientBuilder builder = S3Client.builder().region(Region.of(region))
                .forcePathStyle(pathStyle.isEmpty() ? !endpoint.isEmpty() : Boolean.parseBoolean(pathStyle))
                .overrideConfiguration(it -> it.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .httpClientBuilder(ApacheHttpClient.builder().connectionTimeout(Duration.ofMillis(connectTimeout))
                        .socketTimeout(Duration.ofMillis(timeout)));
        if (!accessKey.isEmpty()) {
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)));
        }
        if (!endpoint.isEmpty()) {
            builder.endpointOverride(address()).requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        return builder.build();
    }

    private URI address() {
        try {
            URI address = URI.create(endpoint);
            if (address.getHost() != null && address.getUserInfo() == null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw Failure.usage(key + ".endpoint is not the URL of a server").remedy("Write it like https://s3.example.com");
    }

    private static String unwrapped(String raw) {
        return raw.startsWith("RAW(") && raw.endsWith(")") ? raw.substring(4, raw.length() - 1) : raw;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        return client().putObject(request, body);
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
        return client().createMultipartUpload(request);
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        return client().uploadPart(request, body);
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
        return client().completeMultipartUpload(request);
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
        return client().abortMultipartUpload(request);
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        return client().getObject(request, transformer);
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return client().listObjectsV2(request);
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        return client().deleteObject(request);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
