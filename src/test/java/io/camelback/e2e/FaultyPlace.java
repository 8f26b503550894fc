package io.camelback.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A destination in memory, of which calls go wrong: by one plan at a time for all of them, which each counts by itself. A bean of the template
 * {@code faulty}, hence public, with a setter.
 */
public final class FaultyPlace {

    /** How a call goes wrong. */
    enum Kind {
        /** Nothing is done. */
        BEFORE,
        /** It is done, and then the connection breaks. */
        AFTER,
        /** Nothing is done from this call on. */
        DEAD
    }

    private static final Map<String, Map<String, byte[]>> PLACES = new ConcurrentHashMap<>();
    private static final Map<String, Integer> CALLS = new HashMap<>();
    private static Set<String> failing = Set.of();
    private static Kind kind = Kind.BEFORE;
    private static int number;
    private static boolean paused;
    private static int hits;

    private Map<String, byte[]> objects;
    private String destination;

    public void setDestination(String name) {
        destination = name;
        objects = objects(name);
    }

    /** What a destination has, by keys. */
    static Map<String, byte[]> objects(String destination) {
        return PLACES.computeIfAbsent(destination, it -> new ConcurrentHashMap<>());
    }

    /** All destinations are empty again, and nothing goes wrong. */
    static synchronized void clear() {
        PLACES.values().forEach(Map::clear);
        failing = Set.of();
        paused = false;
    }

    /** From now on the calls of these destinations are counted, and that number of each goes wrong. */
    static synchronized void plan(Set<String> destinations, Kind how, int call) {
        CALLS.clear();
        failing = destinations;
        kind = how;
        number = call;
        hits = 0;
    }

    /** While something is looked at, calls aren't counted and nothing goes wrong. */
    static synchronized void pause(boolean pause) {
        paused = pause;
    }

    /** How many calls one destination was asked for since there is this plan, at the most. */
    static synchronized int calls() {
        return CALLS.values().stream().mapToInt(it -> it).max().orElse(0);
    }

    /** How many calls have gone wrong since there is this plan. */
    static synchronized int hits() {
        return hits;
    }

    /** One operation, as the headers say. */
    public void call(Exchange exchange) throws IOException {
        int call = count();
        if (call > 0 && (kind == Kind.BEFORE && call == number || kind == Kind.DEAD && call >= number)) {
            fail();
        }
        Message message = exchange.getMessage();
        String key = message.getHeader("CamelbackKey", String.class);
        switch (message.getHeader("CamelbackOperation", String.class)) {
            case "put" -> objects.put(key, Files.readAllBytes(message.getBody(File.class).toPath()));
            case "get" -> message.setBody(content(message, objects.get(key)));
            case "list" -> message.setBody(list());
            default -> objects.remove(key);
        }
        if (call > 0 && kind == Kind.AFTER && call == number) {
            fail();
        }
    }

    private int count() {
        synchronized (FaultyPlace.class) {
            return paused || !failing.contains(destination) ? 0 : CALLS.merge(destination, 1, Integer::sum);
        }
    }

    private static void fail() throws IOException {
        synchronized (FaultyPlace.class) {
            hits++;
        }
        throw new IOException("the connection broke");
    }

    private static byte[] content(Message message, byte[] whole) {
        Long offset = message.getHeader("CamelbackOffset", Long.class);
        if (whole == null || offset == null) {
            return whole;
        }
        int from = (int) Math.min(offset, whole.length);
        return Arrays.copyOfRange(whole, from, Math.min(whole.length, from + message.getHeader("CamelbackLength", Integer.class)));
    }

    private List<Map<String, Object>> list() {
        return new TreeMap<>(objects).entrySet().stream().map(it -> Map.<String, Object>of("key", it.getKey(), "size", it.getValue().length)).toList();
    }
}
