package io.camelback.destination;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.ObjectHelper;

/** Takes what a destination's route answers, as long as its connection is open. It runs again when the operation is repeated. */
@FunctionalInterface
interface Taker<T> {

    T take(Exchange exchange) throws IOException;

    /** Any body that Camel can read as a stream; no body means that there is no such object. */
    static InputStream content(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        InputStream in = body == null ? null : exchange.getMessage().getBody(InputStream.class);
        if (in == null) {
            throw Failure.destination(Reason.MISSING, exchange.getMessage().getHeader(Headers.DESTINATION) + " has no "
                    + exchange.getMessage().getHeader(Headers.KEY));
        }
        return in;
    }

    /** {@link StoredObject}s, or maps with {@code key} and {@code size} in any case, as rows of a database are. */
    static List<StoredObject> listing(Exchange exchange) {
        List<StoredObject> objects = new ArrayList<>();
        Iterator<?> items = ObjectHelper.createIterator(exchange.getMessage().getBody(), null);
        while (items.hasNext()) {
            Object item = items.next();
            if (item instanceof StoredObject object) {
                objects.add(object);
            } else if (item instanceof Map<?, ?> map) {
                objects.add(new StoredObject(String.valueOf(value(map, "key")), Long.parseLong(String.valueOf(value(map, "size")))));
            } else {
                throw Failure.destination(Reason.FAILED, exchange.getMessage().getHeader(Headers.DESTINATION)
                        + " lists objects in a form that is not understood: " + item).retryable(false)
                        .remedy("A listing is a list of maps with key and size; see docs/destinations.md");
            }
        }
        return objects;
    }

    private static Object value(Map<?, ?> map, String name) {
        return map.entrySet().stream().filter(it -> name.equalsIgnoreCase(String.valueOf(it.getKey()))).map(Map.Entry::getValue)
                .findFirst().orElse(null);
    }
}
