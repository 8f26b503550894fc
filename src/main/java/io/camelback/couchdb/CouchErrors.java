package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** What a status that nobody expected means. */
final class CouchErrors {

    private static final int MOST_OF_AN_ERROR = 64 * 1024;
    /** Characters: an error inside the server may bring its stack along. */
    private static final int LONGEST_REASON = 500;
    private static final long LONGEST_PAUSE_MILLIS = 120_000;

    private CouchErrors() {
    }

    static Failure of(CouchConnection connection, CouchRequest<?> request, int status, InputStream body, String retryAfter) {
        String reason = reason(body, connection.authorization());
        String what = request.method() + " " + connection.url() + request.path() + " answered " + status
                + (reason.isEmpty() ? "" : " (" + reason + ")");
        return switch (status) {
            case 401, 403 -> Failure.source(Reason.DENIED, what)
                    .remedy(connection.authorization().remedy());
            case 404 -> Failure.source(Reason.MISSING, what).remedy("Check the name of the database");
            case 408, 429, 503 -> {
                connection.limiter().overloaded(pauseMillis(retryAfter));
                yield Failure.source(Reason.UNREACHABLE, what).remedy("The server is overloaded; try again later");
            }
            default -> Failure.source(Reason.FAILED, what).retryable(status >= 500);
        };
    }

    /** No answer at all. A silence that was too long counts as a sign of overload. */
    static Failure unanswered(CouchConnection connection, CouchRequest<?> request, Exception thrown) {
        if (isOutOfMemory(thrown)) {
            return Failure.camelback(Reason.FAILED, "there is not enough memory for what " + request.method() + " " + connection.url()
                    + request.path() + " answers").remedy("Give the process more: JAVA_OPTS=-Xmx…; or lower the task's parallel").cause(thrown);
        }
        Optional<Failure> notTrusted = Certificates.refused(request.method() + " " + connection.url() + request.path(), thrown);
        if (notTrusted.isPresent()) {
            return notTrusted.get();
        }
        String what = request.method() + " " + connection.url() + request.path() + " got no answer: ";
        if (!(thrown instanceof IOException)) {
            return Failure.source(Reason.FAILED, what + root(thrown)).cause(thrown);
        }
        if (thrown instanceof SocketTimeoutException) {
            connection.limiter().overloaded(0);
        }
        return Failure.source(Reason.UNREACHABLE, what + text((IOException) thrown))
                .remedy("Check the address, and that the server is running").cause(thrown);
    }

    private static Throwable root(Throwable thrown) {
        return thrown.getCause() == null ? thrown : root(thrown.getCause());
    }

    private static boolean isOutOfMemory(Throwable thrown) {
        return thrown != null && (thrown instanceof OutOfMemoryError || isOutOfMemory(thrown.getCause()));
    }

    /** Seconds, as CouchDB and Cloudant send it; a date is ignored, and the ordinary delay between attempts holds. */
    private static long pauseMillis(String retryAfter) {
        try {
            return retryAfter == null ? 0 : Math.min(LONGEST_PAUSE_MILLIS, Math.round(Double.parseDouble(retryAfter.strip()) * 1000));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String reason(InputStream body, Authorization authorization) {
        try {
            byte[] bytes = body.readNBytes(MOST_OF_AN_ERROR);
            JsonNode json = Json.MAPPER.readTree(bytes);
            String error = json.path("error").asText("");
            String reason = json.path("reason").asText("");
            String both = authorization.cleared(error.isEmpty() || reason.isEmpty() ? error + reason : error + ": " + reason);
            return both.length() <= LONGEST_REASON ? both : both.substring(0, LONGEST_REASON) + "…";
        } catch (IOException e) {
            return "";
        }
    }

    /** An exception's words, without the piece of the source text that Jackson puts into its own. */
    static String text(IOException e) {
        String text = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return text == null ? e.getClass().getSimpleName() : text;
    }
}
