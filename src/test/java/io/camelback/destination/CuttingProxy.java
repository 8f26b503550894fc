package io.camelback.destination;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A network that may break: passes bytes on to a server, and cuts a connection when a number of them has gone through it. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int server;
    private final AtomicLong cuts = new AtomicLong();
    private volatile long up = Long.MAX_VALUE;
    private volatile long down = Long.MAX_VALUE;

    CuttingProxy(int server) {
        this.server = server;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Cuts the next connections, so many of them, after so many bytes to the server. */
    void cutUp(int times, long bytes) {
        up = bytes;
        down = Long.MAX_VALUE;
        cuts.set(times);
    }

    /** Cuts the next connections, so many of them, after so many bytes from the server. */
    void cutDown(int times, long bytes) {
        up = Long.MAX_VALUE;
        down = bytes;
        cuts.set(times);
    }

    /** How many cuts are still to come. */
    long left() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket onward = new Socket(InetAddress.getLoopbackAddress(), server);
                daemon(() -> pass(client, onward, true));
                daemon(() -> pass(onward, client, false));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, boolean upward) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            long passed = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                passed += read;
                if (passed > (upward ? up : down) && cuts.getAndUpdate(it -> Math.max(0, it - 1)) > 0) {
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // cut, or closed by an end
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
