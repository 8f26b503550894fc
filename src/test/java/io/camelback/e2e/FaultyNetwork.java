package io.camelback.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network between a client and a server on this machine. While it is rough, connections are cut or fall silent after a number of bytes, or
 * are slow, as a seed has it; the connections that an FTP server opens for data as well.
 */
final class FaultyNetwork implements AutoCloseable {

    private static final Pattern PASSIVE = Pattern.compile("227 .*\\((\\d+,\\d+,\\d+,\\d+),(\\d+),(\\d+)\\).*", Pattern.DOTALL);
    private static final int MOST_BYTES = 1_500;

    /** What becomes of a connection when so many bytes have passed in either direction. Until then it is slow, or not. */
    private record Fate(boolean cut, boolean silent, boolean slow, int after) {
    }

    /** A connection: when it has outlived one fate it draws another. */
    private final class Line {

        private Fate fate = fate();
        private int passed;

        synchronized Fate pass(int bytes) {
            passed += bytes;
            while (passed > fate.after && !fate.cut && !fate.silent) {
                passed -= fate.after + 1;
                fate = fate();
            }
            return fate;
        }

        synchronized boolean isOver(Fate it) {
            return (it.cut || it.silent) && passed > it.after;
        }
    }

    private final ServerSocket listener;
    private final Random random;
    private final AtomicInteger faults = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int percentCut;
    private volatile int percentSilent;

    FaultyNetwork(int server, long seed) {
        random = new Random(seed);
        listener = listen(server);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on so many of a hundred connections are cut, and so many fall silent. As many as both are slow. */
    void rough(int cut, int silent) {
        percentCut = cut;
        percentSilent = silent;
    }

    /** How many connections were cut or fell silent until now. */
    int faults() {
        return faults.get();
    }

    private ServerSocket listen(int server) {
        try {
            ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            daemon(() -> accept(socket, server));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket, int server) {
        try {
            while (true) {
                Socket client = socket.accept();
                Socket onward;
                try {
                    onward = new Socket(InetAddress.getLoopbackAddress(), server);
                } catch (IOException e) {
                    client.close();
                    continue;
                }
                Line line = new Line();
                daemon(() -> pass(client, onward, line, false));
                daemon(() -> pass(onward, client, line, true));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private synchronized Fate fate() {
        int chance = random.nextInt(100);
        int after = random.nextInt(MOST_BYTES);
        boolean cut = chance < percentCut;
        boolean silent = !cut && chance < percentCut + percentSilent;
        return new Fate(cut, silent, !cut && !silent && chance < 2 * (percentCut + percentSilent), after);
    }

    private void pass(Socket from, Socket to, Line line, boolean down) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Fate fate = line.pass(read);
                if (line.isOver(fate)) {
                    faults.incrementAndGet();
                    if (fate.silent) {
                        end.await(1, TimeUnit.MINUTES);
                    }
                    return;
                }
                if (fate.slow) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
                out.write(down ? data(Arrays.copyOf(buffer, read)) : Arrays.copyOf(buffer, read));
            }
        } catch (IOException e) {
            // cut, or closed by an end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The reply by which an FTP server tells its port for data names one of this network instead. */
    private byte[] data(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher passive = PASSIVE.matcher(text);
        if (!passive.matches()) {
            return bytes;
        }
        int port = listen(Integer.parseInt(passive.group(2)) * 256 + Integer.parseInt(passive.group(3))).getLocalPort();
        return (text.substring(0, passive.start(2)) + port / 256 + "," + port % 256 + text.substring(passive.end(3))).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-network");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        end.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
