package io.camelback.destination;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** A destination whose operations are messages to {@code direct:destination}, which repeats them when that may help. */
public final class RouteDestination implements Destination {

    private static final String REPEATING = "direct:destination";
    private static final String ONCE = "direct:destination-once";

    private final String name;
    private final ProducerTemplate template;
    private final Patience patience;
    private final String route;

    RouteDestination(String name, ProducerTemplate template, Patience patience) {
        this(name, template, patience, REPEATING);
    }

    private RouteDestination(String name, ProducerTemplate template, Patience patience, String route) {
        this.route = route;
        this.name = name;
        this.template = template;
        this.patience = patience;
    }

    /** The same, but what fails is not tried again. */
    RouteDestination once() {
        return new RouteDestination(name, template, patience, ONCE);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void put(String key, Path file) {
        check(key, file);
        patience.await(name, key, file.toFile().length(), () -> send(Headers.PUT, key, file.toFile(), Map.of()));
    }

    /** Whether the file can be stored under the key at all, as far as this side is concerned. */
    void check(String key, Path file) {
        Keys.check(key);
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw Failure.camelback(Reason.FAILED, "the file " + file + ", to be stored as " + key + " on " + name + ", can't be read");
        }
    }

    @Override
    public void get(String key, Path target) {
        get(key, target, stored -> NotEncrypted.checked(stored, key, object(key)));
    }

    /** The same with another decoding. */
    void get(String key, Path target, Target.Decoding decoding) {
        Keys.check(key);
        send(Headers.GET, key, null, Map.of(Headers.TARGET, new Target(target, decoding)));
    }

    @Override
    public byte[] read(String key, long offset, int length) {
        byte[] bytes = read(key, offset, length, false);
        if (offset == 0) {
            NotEncrypted.check(bytes, key, object(key));
        }
        return bytes;
    }

    /** The bytes as they are stored, whatever they are, and fewer if the object ends among them. One that ends before them may be a failure. */
    byte[] readUpTo(String key, long offset, int length) {
        return read(key, offset, length, true);
    }

    private byte[] read(String key, long offset, int length, boolean upTo) {
        Keys.check(key);
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("No range has the offset " + offset + " and the length " + length);
        }
        return length == 0 ? new byte[0]
                : (byte[]) send(Headers.GET, key, null, Map.of(Headers.OFFSET, offset, Headers.LENGTH, length, Headers.UP_TO, upTo));
    }

    /** How messages begin that are about an object. */
    String object(String key) {
        return "destination " + name + ": " + key;
    }

    @Override
    public List<StoredObject> list(String prefix) {
        return list(prefix, false);
    }

    @Override
    public List<StoredObject> listWithUploads(String prefix) {
        return list(prefix, true);
    }

    @SuppressWarnings("unchecked")
    private List<StoredObject> list(String prefix, boolean uploads) {
        Keys.checkPrefix(prefix);
        return (List<StoredObject>) send(Headers.LIST, prefix, null, Map.of(Headers.UPLOADS, uploads));
    }

    @Override
    public void delete(String key) {
        Keys.check(Keys.isPart(key) ? Keys.whole(key) : key);
        send(Headers.DELETE, key, null, Map.of());
    }

    private Object send(String operation, String key, Object body, Map<String, Object> more) {
        Exchange answer = template.request(route, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(exchange.getContext().getCamelContextExtension().getHeadersMapFactory().newMap(more));
            exchange.getMessage().setHeader(Headers.DESTINATION, name);
            exchange.getMessage().setHeader(Headers.OPERATION, operation);
            exchange.getMessage().setHeader(Headers.KEY, key);
        });
        if (answer.getException() != null) {
            throw DestinationErrors.failure(name, operation, key, answer.getException());
        }
        return answer.getMessage().getBody();
    }
}
