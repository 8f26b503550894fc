package io.camelback.destination;

import java.net.UnknownHostException;
import org.apache.camel.util.URISupport;

/** Words for an error that somebody else threw. */
final class ErrorText {

    private ErrorText() {
    }

    /** The message of the innermost cause that has one, without the secrets that an endpoint's URI in it may hold. */
    static String of(Throwable thrown) {
        Throwable innermost = thrown;
        Throwable telling = thrown;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
            telling = innermost.getMessage() == null ? telling : innermost;
        }
        String text = telling.getMessage() == null ? telling.getClass().getSimpleName() : telling.getMessage();
        return clean(telling instanceof UnknownHostException ? "unknown host " + text : text);
    }

    static String clean(String text) {
        String line = text.replaceAll("RAW[({][^\\s]*[)}]", "xxxxxx").replaceAll("\\s+", " ").strip();
        String sanitized = URISupport.sanitizeUri(line);
        return sanitized.endsWith(".") ? sanitized.substring(0, sanitized.length() - 1) : sanitized;
    }
}
