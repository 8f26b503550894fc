package io.camelback.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A network that counts the bytes which a server sends. */
final class CountingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int server;
    private final AtomicLong received = new AtomicLong();

    CountingProxy(int server) {
        this.server = server;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    long received() {
        return received.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket onward = new Socket(InetAddress.getLoopbackAddress(), server);
                daemon(() -> pass(client, onward, new AtomicLong()));
                daemon(() -> pass(onward, client, received));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void pass(Socket from, Socket to, AtomicLong count) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count.addAndGet(read);
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // closed by an end
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "counting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
