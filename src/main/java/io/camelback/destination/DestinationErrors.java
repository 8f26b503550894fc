package io.camelback.destination;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Makes a {@link Failure} of whatever a component throws: tells the missing, the denied, the unreachable and the rest apart. */
final class DestinationErrors {

    private static final int FTP_NOT_LOGGED_IN = 530;

    private DestinationErrors() {
    }

    static Failure of(Throwable thrown, String destination, String operation, String key) {
        return Failure.in(thrown).orElseGet(() -> tell(thrown, destination, operation, key).cause(thrown));
    }

    private static Failure tell(Throwable thrown, String destination, String operation, String key) {
        Throwable cause = telling(thrown);
        Reason reason = reason(cause);
        String what = "destination " + destination + ": " + operation + " " + key + " failed: " + text(cause);
        Failure failure = Failure.destination(reason, what);
        return switch (reason) {
            case MISSING -> failure;
            case DENIED -> failure.remedy("Check its credentials, and what they may do there");
            case UNREACHABLE -> failure.remedy("Check its address, and that it is running");
            default -> failure.retryable(true);
        };
    }

    /** The first in the chain of causes that says something about the reason; the innermost if none does. */
    private static Throwable telling(Throwable thrown) {
        Throwable innermost = thrown;
        for (Throwable t = thrown; t != null && t != t.getCause(); t = t.getCause()) {
            if (reason(t) != Reason.FAILED) {
                return t;
            }
            innermost = t;
        }
        return innermost;
    }

    private static Reason reason(Throwable t) {
        if (t instanceof AwsServiceException aws) {
            return reasonOf(aws.statusCode());
        }
        if (t instanceof HttpOperationFailedException http) {
            return reasonOf(http.getStatusCode());
        }
        if (t instanceof GenericFileOperationFailedException file && file.getCode() == FTP_NOT_LOGGED_IN) {
            return Reason.DENIED;
        }
        if (t instanceof NoSuchFileException || t instanceof FileNotFoundException) {
            return Reason.MISSING;
        }
        if (t instanceof AccessDeniedException) {
            return Reason.DENIED;
        }
        boolean unreachable = t instanceof SocketException || t instanceof SocketTimeoutException || t instanceof UnknownHostException
                || t instanceof SdkClientException && t.getCause() instanceof IOException;
        return unreachable ? Reason.UNREACHABLE : Reason.FAILED;
    }

    private static Reason reasonOf(int status) {
        return switch (status) {
            case 401, 403 -> Reason.DENIED;
            case 404, 410 -> Reason.MISSING;
            case 429, 500, 502, 503, 504 -> Reason.UNREACHABLE;
            default -> Reason.FAILED;
        };
    }

    private static String text(Throwable t) {
        if (t instanceof AwsServiceException aws && aws.awsErrorDetails() != null) {
            return aws.awsErrorDetails().errorCode() + " (" + aws.statusCode() + "), " + aws.awsErrorDetails().errorMessage();
        }
        if (t instanceof UnknownHostException) {
            return "unknown host " + t.getMessage();
        }
        String message = t.getMessage();
        return message == null || message.isBlank() ? t.getClass().getSimpleName() : message;
    }
}
