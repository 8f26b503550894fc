package io.camelback.destination;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;

/** The bean {@code s3Objects}: what a producer of camel-aws2-s3 can't do. */
public final class S3Objects {

    /** All objects under a prefix, page after page: the producer's own listing ends after the first thousand. */
    public List<StoredObject> list(Exchange exchange, @Header(Headers.KEY) String prefix, @Header(AWS2S3Constants.KEY) String whole) {
        AWS2S3Endpoint endpoint = RouteEndpoints.of(exchange, AWS2S3Endpoint.class);
        String bucket = endpoint.getConfiguration().getBucketName();
        int folder = whole.length() - prefix.length();
        return endpoint.getS3Client().listObjectsV2Paginator(it -> it.bucket(bucket).prefix(whole)).contents().stream()
                .map(it -> new StoredObject(it.key().substring(folder), it.size())).toList();
    }

    /** The range as the producer wants it: both ends, inclusive. */
    public void range(Exchange exchange, @Header(Headers.OFFSET) long offset, @Header(Headers.LENGTH) int length) {
        exchange.getMessage().setHeader(AWS2S3Constants.RANGE_START, offset);
        exchange.getMessage().setHeader(AWS2S3Constants.RANGE_END, offset + length - 1);
    }
}
