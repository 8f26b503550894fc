package io.camelback.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As much of a CouchDB as a run asks for: one database {@code orders} whose documents are only added, for user {@code user} with password
 * {@code secret}. It counts how many requests for documents are under way at a time, and can hold them back at a gate.
 */
public final class FakeCouchDb implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AUTHORIZATION = "Basic " + Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> locals = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Object gate = new Object();
    private boolean closed;
    private int passes;

    public FakeCouchDb() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public FakeCouchDb add(String id) {
        synchronized (ids) {
            ids.add(id);
        }
        return this;
    }

    /** From now on requests for documents wait. */
    public void closeGate() {
        synchronized (gate) {
            closed = true;
        }
    }

    /** Of those that wait, or else of those that come, one is let through. */
    public void letOnePass() {
        synchronized (gate) {
            passes++;
            gate.notifyAll();
        }
    }

    public void openGate() {
        synchronized (gate) {
            closed = false;
            gate.notifyAll();
        }
    }

    /** How many requests wait at the gate. */
    public int waiting() {
        return waiting.get();
    }

    /** The most requests for documents that ever were under way at the same time. */
    public int mostAtATime() {
        return mostRunning.get();
    }

    @Override
    public void close() {
        openGate();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (!AUTHORIZATION.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, error("unauthorized", "Name or password is incorrect."));
            } else if (!path.equals("/orders") && !path.startsWith("/orders/")) {
                answer(exchange, 404, error("not_found", "Database does not exist."));
            } else if (path.equals("/orders")) {
                answer(exchange, 200, info());
            } else if (path.equals("/orders/_changes")) {
                answer(exchange, 200, changes(query(exchange, "since"), Integer.parseInt(query(exchange, "limit"))));
            } else if (path.equals("/orders/_bulk_get")) {
                answer(exchange, 200, documents(JSON.readTree(body)));
            } else if (path.startsWith("/orders/_local/")) {
                local(exchange, path, body);
            } else {
                answer(exchange, 404, error("not_found", "missing"));
            }
        }
    }

    private ObjectNode info() {
        synchronized (ids) {
            ObjectNode info = JSON.createObjectNode().put("db_name", "orders").put("doc_count", ids.size()).put("doc_del_count", 0)
                    .put("instance_start_time", "1700000000").put("purge_seq", "0").put("update_seq", sequence(ids.size()));
            info.putObject("sizes").put("external", 100 * ids.size());
            return info;
        }
    }

    private ObjectNode changes(String since, int limit) {
        synchronized (ids) {
            int from = Integer.parseInt(since.split("-")[0]);
            int to = Math.min(ids.size(), from + limit);
            ObjectNode answer = JSON.createObjectNode();
            ArrayNode results = answer.putArray("results");
            for (int i = from; i < to; i++) {
                results.addObject().put("seq", sequence(i + 1)).put("id", ids.get(i)).putArray("changes").addObject().put("rev", "1-a");
            }
            return answer.put("last_seq", sequence(to)).put("pending", ids.size() - to);
        }
    }

    private ObjectNode documents(JsonNode request) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            passGate();
            ObjectNode answer = JSON.createObjectNode();
            ArrayNode results = answer.putArray("results");
            for (JsonNode asked : request.path("docs")) {
                String id = asked.path("id").asText();
                ObjectNode document = results.addObject().put("id", id).putArray("docs").addObject().putObject("ok");
                document.put("_id", id).put("_rev", "1-a").putObject("_revisions").put("start", 1).putArray("ids").add("a");
            }
            return answer;
        } finally {
            running.decrementAndGet();
        }
    }

    private void passGate() {
        synchronized (gate) {
            waiting.incrementAndGet();
            try {
                while (closed && passes == 0) {
                    gate.wait();
                }
                passes = Math.max(0, passes - 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                waiting.decrementAndGet();
            }
        }
    }

    private void local(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            locals.put(path, new String(body, StandardCharsets.UTF_8));
            answer(exchange, 201, JSON.createObjectNode().put("ok", true));
        } else if (locals.containsKey(path)) {
            answer(exchange, 200, JSON.readTree(locals.get(path)));
        } else {
            answer(exchange, 404, error("not_found", "missing"));
        }
    }

    private static void answer(HttpExchange exchange, int status, JsonNode json) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static ObjectNode error(String error, String reason) {
        return JSON.createObjectNode().put("error", error).put("reason", reason);
    }

    private static String sequence(int number) {
        return number + "-opaque";
    }

    private static String query(HttpExchange exchange, String name) {
        for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        throw new IllegalArgumentException(name + " is missing");
    }
}
