package io.camelback.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * A database {@code source} of one document with one attachment of any size, made while it is sent, and a database {@code target} that
 * takes the document and keeps only the digest of what came with it. Neither is ever held.
 */
final class AttachmentServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PIECE = 64 * 1024;

    private final HttpServer server;
    private final long size;
    private final String md5;
    private final String sha256;
    private boolean targetMade;
    private volatile String received;

    AttachmentServer(long size) throws IOException {
        this.size = size;
        MessageDigest whole = digest("MD5");
        MessageDigest other = digest("SHA-256");
        write(new DigestOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), whole), other));
        this.md5 = Base64.getEncoder().encodeToString(whole.digest());
        this.sha256 = HexFormat.of().formatHex(other.digest());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String database) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + database;
    }

    /** Of the attachment of the source. */
    String sent() {
        return sha256;
    }

    /** Of what came with the target's document; null before that. */
    String received() {
        return received;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void write(OutputStream out) throws IOException {
        Random random = new Random(size);
        byte[] piece = new byte[PIECE];
        for (long left = size; left > 0; left -= PIECE) {
            random.nextBytes(piece);
            out.write(piece, 0, (int) Math.min(left, PIECE));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            switch (request) {
                case "GET /source" -> json(exchange, 200, info(1));
                case "GET /source/_changes" -> json(exchange, 200,
                        "{\"results\":[{\"seq\":\"1-a\",\"id\":\"film\",\"changes\":[{\"rev\":\"1-a\"}]}],\"last_seq\":\"1-a\",\"pending\":0}");
                case "POST /source/_bulk_get" -> json(exchange, 200, "{\"results\":[{\"id\":\"film\",\"docs\":[{\"ok\":{\"_id\":\"film\","
                        + "\"_rev\":\"1-a\",\"_revisions\":{\"start\":1,\"ids\":[\"a\"]},\"_attachments\":{\"film.mkv\":{\"content_type\":\"video/x\","
                        + "\"revpos\":1,\"digest\":\"md5-" + md5 + "\",\"length\":" + size + ",\"stub\":true}}}}]}]}");
                case "GET /source/film/film.mkv" -> {
                    exchange.sendResponseHeaders(200, size);
                    write(exchange.getResponseBody());
                }
                case "GET /target" -> json(exchange, targetMade ? 200 : 404, targetMade ? info(received == null ? 0 : 1) : "{\"error\":\"not_found\"}");
                case "PUT /target" -> {
                    targetMade = true;
                    json(exchange, 201, "{\"ok\":true}");
                }
                case "PUT /target/film" -> {
                    received = receive(new BufferedInputStream(exchange.getRequestBody(), PIECE));
                    json(exchange, 201, "{\"ok\":true,\"id\":\"film\",\"rev\":\"1-a\"}");
                }
                default -> {
                    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                    boolean local = request.contains("/_local/") && exchange.getRequestMethod().equals("PUT");
                    json(exchange, local ? 201 : 404, local ? "{\"ok\":true}" : "{\"error\":\"not_found\",\"reason\":\"missing\"}");
                }
            }
        }
    }

    private static String info(int documents) {
        return "{\"doc_count\":" + documents + ",\"doc_del_count\":0,\"instance_start_time\":\"1\",\"purge_seq\":\"0\",\"sizes\":{}}";
    }

    private static void json(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** The SHA-256 of the one part behind the document. */
    private static String receive(InputStream body) throws IOException {
        String boundary = line(body);
        headers(body);
        JsonNode document = JSON.readTree(line(body));
        JsonNode attachment = document.at("/_attachments/film.mkv");
        if (!attachment.path("follows").asBoolean() || attachment.has("stub") || !line(body).equals(boundary)) {
            throw new IOException("not a document that an attachment follows");
        }
        headers(body);
        MessageDigest digest = digest("SHA-256");
        InputStream part = new DigestInputStream(body, digest);
        for (long left = attachment.path("length").asLong(); left > 0;) {
            long read = part.readNBytes((int) Math.min(left, PIECE)).length;
            if (read == 0) {
                throw new IOException("it ended early");
            }
            left -= read;
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!line(body).isEmpty() || !line(body).equals(boundary + "--")) {
            throw new IOException("more than one part, or a longer one");
        }
        return found;
    }

    private static void headers(InputStream in) throws IOException {
        while (!line(in).isEmpty()) {
            // what they say is of no use here
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("it ended early");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
