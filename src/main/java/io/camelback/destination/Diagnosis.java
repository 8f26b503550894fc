package io.camelback.destination;

import io.camelback.failure.Failure.Reason;

/**
 * What an error of a destination's component comes down to.
 *
 * @param cause in a few words, without secrets
 * @param remedy a sentence, or null
 */
record Diagnosis(Reason reason, String cause, String remedy, boolean retryable) {

    static Diagnosis missing() {
        return new Diagnosis(Reason.MISSING, "doesn't exist", null, false);
    }

    static Diagnosis tooShort() {
        return new Diagnosis(Reason.DAMAGED, "ends before the range that was to be read", null, false);
    }

    static Diagnosis denied(String cause) {
        return new Diagnosis(Reason.DENIED, "permission denied: " + cause, "Check its credentials and what they permit", false);
    }

    static Diagnosis unreachable(String cause) {
        return new Diagnosis(Reason.UNREACHABLE, "unreachable: " + cause, "Check its address and the network", true);
    }

    static Diagnosis failed(String cause) {
        return new Diagnosis(Reason.FAILED, cause, null, true);
    }

    /** An error that the same request will always bring. */
    static Diagnosis failedForGood(String cause, String remedy) {
        return new Diagnosis(Reason.FAILED, cause, remedy, false);
    }
}
