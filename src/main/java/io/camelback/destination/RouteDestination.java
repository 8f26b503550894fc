package io.camelback.destination;

import io.camelback.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** A destination that is a route: every operation is a message to {@code direct:destination}, which repeats it when that may help. */
final class RouteDestination implements Destination {

    private static final String PARTIAL = ".part-";

    private final String name;
    private final ProducerTemplate template;

    RouteDestination(String name, ProducerTemplate template) {
        this.name = name;
        this.template = template;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void put(String key, Path file) {
        send(Headers.PUT, key, Map.of(), file.toFile(), exchange -> null);
    }

    @Override
    public void get(String key, Path target) {
        send(Headers.GET, key, Map.of(), null, exchange -> {
            try (InputStream in = Taker.content(exchange)) {
                Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                return null;
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(target);
                throw e;
            }
        });
    }

    @Override
    public byte[] read(String key, long offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        Map<String, Object> range = Map.of(Headers.OFFSET, offset, Headers.LENGTH, length);
        return send(Headers.GET, key, range, null, exchange -> {
            try (InputStream in = Taker.content(exchange)) {
                byte[] bytes = in.readNBytes(length);
                if (bytes.length < length) {
                    throw Failure.damaged(name + ":" + key + " is too short: it ends after " + (offset + bytes.length) + " bytes");
                }
                return bytes;
            }
        });
    }

    @Override
    public List<StoredObject> list(String prefix) {
        return send(Headers.LIST, prefix, Map.of(), null, exchange -> {
            Map<byte[], StoredObject> sorted = new TreeMap<>(Arrays::compareUnsigned);
            for (StoredObject object : Taker.listing(exchange)) {
                String file = object.key().substring(object.key().lastIndexOf('/') + 1);
                if (object.key().startsWith(prefix) && !file.startsWith(PARTIAL)) {
                    sorted.put(object.key().getBytes(StandardCharsets.UTF_8), object);
                }
            }
            return new ArrayList<>(sorted.values());
        });
    }

    @Override
    public void delete(String key) {
        send(Headers.DELETE, key, Map.of(), null, exchange -> null);
    }

    @SuppressWarnings("unchecked")
    private <T> T send(String operation, String key, Map<String, Object> range, Object body, Taker<T> taker) {
        Exchange exchange = template.request("direct:destination", it -> {
            it.getMessage().setHeaders(new HashMap<>(range));
            it.getMessage().setHeader(Headers.DESTINATION, name);
            it.getMessage().setHeader(Headers.OPERATION, operation);
            it.getMessage().setHeader(Headers.KEY, key);
            it.getMessage().setBody(body);
            it.setProperty(Headers.TAKER, taker);
        });
        if (exchange.getException() != null) {
            throw DestinationErrors.of(exchange.getException(), name, operation, key);
        }
        return (T) exchange.getMessage().getBody();
    }
}
