package io.camelback.failure;

import java.util.Optional;

/**
 * What went wrong, told so that the reader knows what to do: what was being done, to which object, why it failed, whether the
 * same call may succeed later, and the next step. The one exception that crosses the borders of packages; exit codes are derived
 * from {@link #party()} and {@link #reason()} in one place, the command line.
 *
 * <p>The message is a single line without control characters and never holds a secret: objects are named by URLs without
 * credentials, or by keys.
 */
public final class Failure extends RuntimeException {

    /** Whose side it happened on. */
    public enum Party { SOURCE, DESTINATION, ARCHIVE, USER, CAMELBACK }

    /** Why. {@code BUSY}: another job has it at present. {@code FAILED} is the rest: an answer or an error that no other reason names. */
    public enum Reason { UNREACHABLE, DENIED, MISSING, DAMAGED, REFUSED, BUSY, PARTLY, INTERRUPTED, FAILED }

    private final Party party;
    private final Reason reason;
    private final String what;
    private final String remedy;
    private final boolean retryable;

    private Failure(Party party, Reason reason, String what, String remedy, boolean retryable, Throwable cause) {
        super(oneLine(remedy == null ? what : what + ". " + remedy), cause);
        this.party = party;
        this.reason = reason;
        this.what = oneLine(what);
        this.remedy = remedy;
        this.retryable = retryable;
    }

    /** A failure of a CouchDB, read from or written to. Unreachable ones may be tried again. */
    public static Failure source(Reason reason, String what) {
        return new Failure(Party.SOURCE, reason, what, null, reason == Reason.UNREACHABLE, null);
    }

    /** A failure of a destination. Unreachable ones may be tried again. */
    public static Failure destination(Reason reason, String what) {
        return new Failure(Party.DESTINATION, reason, what, null, reason == Reason.UNREACHABLE, null);
    }

    /** Stored bytes that are not what they should be. Never worth another try at the same place. */
    public static Failure damaged(String what) {
        return new Failure(Party.ARCHIVE, Reason.DAMAGED, what, null, false, null);
    }

    /** Stored bytes that may be right, and yet this version can't make use of them. */
    public static Failure archive(Reason reason, String what) {
        return new Failure(Party.ARCHIVE, reason, what, null, false, null);
    }

    /** A request or a configuration that can't be carried out. */
    public static Failure usage(String what) {
        return new Failure(Party.USER, Reason.REFUSED, what, null, false, null);
    }

    /** Anything on this side: a full disk, an interruption, a defect. */
    public static Failure camelback(Reason reason, String what) {
        return new Failure(Party.CAMELBACK, reason, what, null, false, null);
    }

    /** The same failure with what the reader should do now: a sentence. */
    public Failure remedy(String remedy) {
        return new Failure(party, reason, what, remedy, retryable, getCause());
    }

    public Failure retryable(boolean retryable) {
        return new Failure(party, reason, what, remedy, retryable, getCause());
    }

    public Failure cause(Throwable cause) {
        return new Failure(party, reason, what, remedy, retryable, cause);
    }

    public Party party() {
        return party;
    }

    public Reason reason() {
        return reason;
    }

    /** The message without the remedy. */
    public String what() {
        return what;
    }

    public boolean isRetryable() {
        return retryable;
    }

    /** The failure in a chain of causes, if there is one: routes and executors wrap what is thrown in them. */
    public static Optional<Failure> in(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (t instanceof Failure failure) {
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*[\\p{Cc}\\u2028\\u2029]+\\s*", " ").strip();
    }
}
