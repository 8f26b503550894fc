package io.camelback.stub;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import javax.net.ServerSocketFactory;

/** As much of HTTP/1.1 as a CouchDB's client needs, on a plain socket, so that answers can be broken anywhere. */
final class HttpStub implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final ServerSocket server;
    private final Function<Request, Answer> handler;
    private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();
    private final Set<Socket> known = ConcurrentHashMap.newKeySet();

    HttpStub(Function<Request, Answer> handler) throws IOException {
        this(handler, ServerSocketFactory.getDefault());
    }

    HttpStub(Function<Request, Answer> handler, ServerSocketFactory sockets) throws IOException {
        this.handler = handler;
        this.server = sockets.createServerSocket(0, 100, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        start("stub", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many connections were made until now. */
    int connections() {
        return known.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Map.Entry<Socket, Thread> connection : connections.entrySet()) {
            connection.getKey().close();
            connection.getValue().interrupt();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                known.add(socket);
                connections.put(socket, start("stub-connection", () -> serve(socket)));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
            for (Request request = read(in, out); request != null; request = read(in, out)) {
                Answer answer = handler.apply(request);
                write(answer, request.method().equals("HEAD"), out);
                if (answer.cut()) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client went away, or the stub was closed
        } finally {
            connections.remove(socket);
        }
    }

    private static void write(Answer answer, boolean headOnly, OutputStream out) throws IOException {
        line(out, "HTTP/1.1 " + answer.status() + " Stub");
        line(out, "Content-Type: application/json");
        line(out, "Transfer-Encoding: chunked");
        for (String header : answer.headers()) {
            line(out, header);
        }
        line(out, "");
        if (headOnly) {
            out.flush();
            return;
        }
        Chunks chunks = new Chunks(out);
        answer.body().writeTo(chunks);
        chunks.flush();
        if (!answer.cut()) {
            line(out, "0");
            line(out, "");
        }
        out.flush();
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Request read(InputStream in, OutputStream out) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            line(out, "HTTP/1.1 100 Continue");
            line(out, "");
            out.flush();
        }
        String[] words = first.split(" ");
        return new Request(words[0], words[1], headers, unpacked(body(in, headers), headers));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            return whole(in.readNBytes(length), length);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line(in), 16);
            body.write(whole(in.readNBytes(length), length));
            line(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static byte[] unpacked(byte[] body, Map<String, String> headers) throws IOException {
        return "gzip".equalsIgnoreCase(headers.get("content-encoding"))
                ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
    }

    private static byte[] whole(byte[] bytes, int length) throws EOFException {
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /** Null at the end of the connection. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Each write becomes a chunk; small ones are put together. */
    private static final class Chunks extends OutputStream {

        private final OutputStream out;
        private final byte[] small = new byte[BUFFER];
        private int used;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (used + length > small.length) {
                chunk(small, 0, used);
                used = 0;
            }
            if (length > small.length) {
                chunk(bytes, from, length);
            } else {
                System.arraycopy(bytes, from, small, used, length);
                used += length;
            }
        }

        @Override
        public void flush() throws IOException {
            chunk(small, 0, used);
            used = 0;
            out.flush();
        }

        private void chunk(byte[] bytes, int from, int length) throws IOException {
            if (length > 0) {
                line(out, Integer.toHexString(length));
                out.write(bytes, from, length);
                line(out, "");
            }
        }
    }
}
