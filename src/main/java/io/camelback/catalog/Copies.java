package io.camelback.catalog;

import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an object from whichever destination has an intact copy. One that is gone, damaged or out of reach is passed over for the next;
 * when none is left, the failure names the object.
 */
final class Copies {

    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
    private static final String NO_OTHER = "No other destination within reach has an intact copy";

    private final Function<String, Destination> destinations;
    private final List<String> order;

    /**
     * @param destinations by name
     * @param order the names of those to read from, the preferred one first
     */
    Copies(Function<String, Destination> destinations, List<String> order) {
        this.destinations = destinations;
        this.order = order;
    }

    /**
     * @param holds whether a destination of this name is supposed to have the object
     * @param reading may run again on another copy
     */
    <T> T read(String key, Predicate<String> holds, Function<Destination, T> reading) {
        List<Failure> passedOver = new ArrayList<>();
        for (String name : order) {
            if (holds.test(name)) {
                try {
                    T result = reading.apply(destinations.apply(name));
                    passedOver.forEach(it -> LOG.warn("{}; another destination's copy is used", it.getMessage()));
                    return result;
                } catch (Failure e) {
                    if (!mayHelpElsewhere(e)) {
                        throw e;
                    }
                    passedOver.add(e);
                }
            }
        }
        throw noneLeft(key, passedOver);
    }

    /** Of several reasons damage is the one to tell: it does not go away. */
    private static Failure noneLeft(String key, List<Failure> failures) {
        Failure first = failures.stream().filter(it -> it.reason() == Reason.DAMAGED).findFirst()
                .or(() -> failures.stream().findFirst())
                .orElseGet(() -> Failure.damaged("no destination within reach has " + key));
        return first.reason() == Reason.MISSING ? Failure.damaged(key + " is gone: " + first.what()).remedy(NO_OTHER).cause(first)
                : first.remedy(NO_OTHER);
    }

    /** Whether what went wrong is a matter of the copy that was read, or of the destination that has it. */
    static boolean mayHelpElsewhere(Failure failure) {
        return failure.party() == Failure.Party.DESTINATION || failure.party() == Failure.Party.ARCHIVE;
    }
}
