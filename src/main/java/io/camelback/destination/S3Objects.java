package io.camelback.destination;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * What the template {@code destination-s3} needs beside camel-aws2-s3: lists beyond the 1,000 objects of one answer, and ranges. A
 * bean of that template, hence the setters.
 */
public final class S3Objects {

    private S3Client client;
    private String bucket;
    private String prefix;

    public void setClient(S3Client client) {
        this.client = client;
    }

    public void setBucket(String bucket) {
        this.bucket = bucket;
    }

    /** @param prefix what all keys in the bucket begin with; may be empty */
    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    /** The key in the bucket. */
    public String key(Exchange exchange) {
        return prefix + exchange.getMessage().getHeader(Headers.KEY, String.class);
    }

    /** Sets the headers of {@code getObjectRange}, whose last byte is included. */
    public void range(Exchange exchange) {
        Message message = exchange.getMessage();
        long offset = message.getHeader(Headers.OFFSET, Long.class);
        message.setHeader(AWS2S3Constants.RANGE_START, offset);
        message.setHeader(AWS2S3Constants.RANGE_END, offset + message.getHeader(Headers.LENGTH, Integer.class) - 1);
    }

    public List<StoredObject> list(Exchange exchange) {
        ListObjectsV2Request request = ListObjectsV2Request.builder().bucket(bucket).prefix(key(exchange)).build();
        return client.listObjectsV2Paginator(request).contents().stream().filter(it -> !it.key().endsWith("/"))
                .map(it -> new StoredObject(it.key().substring(prefix.length()), it.size())).toList();
    }

    static Diagnosis diagnose(String operation, SdkException thrown) {
        if (thrown instanceof AwsServiceException answer) {
            return answer(operation, answer);
        }
        return thrown.getMessage() != null && thrown.getMessage().startsWith("Unable to load credentials")
                ? Diagnosis.denied("there are no credentials") : null;
    }

    private static Diagnosis answer(String operation, AwsServiceException thrown) {
        String code = thrown.awsErrorDetails() == null ? "" : thrown.awsErrorDetails().errorCode();
        String cause = ErrorText.clean(code + " " + (thrown.awsErrorDetails() == null ? "" : thrown.awsErrorDetails().errorMessage()));
        return switch (thrown.statusCode()) {
            case 301, 307 -> Diagnosis.failedForGood(cause, "Check the region and the endpoint");
            case 401, 403 -> Diagnosis.denied(cause);
            case 404 -> operation.equals(Headers.GET) && code.equals("NoSuchKey") ? Diagnosis.missing()
                    : Diagnosis.failedForGood(cause, code.equals("NoSuchBucket") ? "Make the bucket, or correct its name" : null);
            case 416 -> Diagnosis.tooShort();
            default -> Diagnosis.failed(cause.isBlank() ? "status " + thrown.statusCode() : cause);
        };
    }
}
