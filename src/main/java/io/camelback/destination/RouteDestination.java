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
    private final String route;

    public RouteDestination(String name, ProducerTemplate template) {
        this(name, template, REPEATING);
    }

    private RouteDestination(String name, ProducerTemplate template, String route) {
        this.name = name;
        this.template = template;
        this.route = route;
    }

    /** The same, but what fails is not tried again. */
    RouteDestination once() {
        return new RouteDestination(name, template, ONCE);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void put(String key, Path file) {
        Keys.check(key);
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw Failure.camelback(Reason.FAILED, "the file " + file + ", to be stored as " + key + " on " + name + ", can't be read");
        }
        send(Headers.PUT, key, file.toFile(), Map.of());
    }

    @Override
    public void get(String key, Path target) {
        Keys.check(key);
        send(Headers.GET, key, null, Map.of(Headers.TARGET, target));
    }

    @Override
    public byte[] read(String key, long offset, int length) {
        Keys.check(key);
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("No range has the offset " + offset + " and the length " + length);
        }
        return length == 0 ? new byte[0]
                : (byte[]) send(Headers.GET, key, null, Map.of(Headers.OFFSET, offset, Headers.LENGTH, length));
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
