package io.camelback.destination;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import software.amazon.awssdk.core.exception.SdkException;

/** The bean {@code destinationErrors}: makes of whatever a destination's route throws the {@link Failure} that it comes down to. */
final class DestinationErrors {

    /**
     * Throws the failure that the exchange ran into. Camel counts tries in a header, so it is put back before: a route that removes
     * all headers would otherwise be tried for ever.
     */
    public void rethrow(Exchange exchange) {
        Operation asked = Operation.of(exchange);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, asked.tries());
        throw failure(asked.destination(), asked.name(), asked.key(), exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }

    /** A failure stays as it is; others are told by the first error in the chain of causes that says something. */
    static Failure failure(String destination, String operation, String key, Throwable thrown) {
        return Failure.in(thrown).orElseGet(() -> {
            String what = "destination " + destination + ": " + operation + (key.isEmpty() ? "" : " " + key);
            if (interrupted(thrown)) {
                return Failure.camelback(Reason.INTERRUPTED, what + " was interrupted").cause(thrown);
            }
            Diagnosis diagnosis = diagnose(operation, thrown);
            Failure failure = switch (diagnosis.reason()) {
                case DAMAGED -> Failure.damaged("destination " + destination + ": " + key + " " + diagnosis.cause());
                case MISSING -> Failure.destination(Reason.MISSING, "destination " + destination + ": " + key + " " + diagnosis.cause());
                default -> Failure.destination(diagnosis.reason(), what + " failed: " + diagnosis.cause());
            };
            failure = failure.retryable(diagnosis.retryable()).cause(thrown);
            return diagnosis.remedy() == null ? failure : failure.remedy(diagnosis.remedy());
        });
    }

    private static Diagnosis diagnose(String operation, Throwable thrown) {
        for (Throwable it = thrown; it != null; it = it.getCause() == it ? null : it.getCause()) {
            Diagnosis diagnosis = it instanceof SdkException e ? S3Objects.diagnose(operation, e)
                    : it instanceof GenericFileOperationFailedException e ? FtpFiles.diagnose(e)
                    : it instanceof SQLException e ? sql(e)
                    : it instanceof DirectConsumerNotAvailableException
                            ? Diagnosis.failedForGood("there is no such destination, or its route is stopped", null)
                    : file(operation, it);
            if (diagnosis != null) {
                return diagnosis;
            }
        }
        return Diagnosis.failed(ErrorText.of(thrown));
    }

    private static Diagnosis file(String operation, Throwable thrown) {
        if (thrown instanceof AccessDeniedException) {
            return Diagnosis.denied(ErrorText.of(thrown));
        }
        if (thrown instanceof NoSuchFileException || thrown instanceof FileNotFoundException) {
            return operation.equals(Headers.GET) ? Diagnosis.missing()
                    : Diagnosis.failed("no such file or folder: " + ErrorText.of(thrown));
        }
        if (thrown instanceof InvalidPathException) {
            return Diagnosis.failedForGood("the name can't be written in the character set of the system",
                    "Start with the environment variable LC_ALL=C.UTF-8");
        }
        if (thrown instanceof FileSystemException || thrown instanceof CharacterCodingException) {
            return Diagnosis.failed(ErrorText.of(thrown));
        }
        return thrown instanceof IOException || thrown instanceof TimeoutException
                ? Diagnosis.unreachable(ErrorText.of(thrown)) : null;
    }

    /** By the classes of SQL states: connection exceptions, a server that shuts down, and what is not permitted. */
    private static Diagnosis sql(SQLException thrown) {
        String state = thrown.getSQLState() == null ? "" : thrown.getSQLState();
        if (state.startsWith("08") || state.startsWith("57P")) {
            return Diagnosis.unreachable(ErrorText.of(thrown));
        }
        return state.startsWith("28") || state.equals("42501") ? Diagnosis.denied(ErrorText.of(thrown)) : null;
    }

    private static boolean interrupted(Throwable thrown) {
        for (Throwable it = thrown; it != null; it = it.getCause() == it ? null : it.getCause()) {
            if (it instanceof InterruptedException || it instanceof RejectedExecutionException) {
                return true;
            }
        }
        return false;
    }
}
