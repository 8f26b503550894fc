package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.Authority;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FTP servers that lose data, hang up, or don't let one write. */
class FtpFaultsTest {

    @TempDir
    Path local;

    /** How many more uploads lose their second half, or get no answer. */
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicInteger hangUps = new AtomicInteger();
    private final List<Authority> authorities = new ArrayList<>(List.of(new WritePermission()));
    private Path served;
    private FtpServer server;
    private Routes routes;
    private Destination destination;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        served = Files.createDirectory(local.resolve("ftp"));
        file = Files.writeString(local.resolve("file"), "content ".repeat(100_000));
    }

    private void start() throws Exception {
        ListenerFactory listeners = new ListenerFactory();
        listeners.setServerAddress("127.0.0.1");
        listeners.setPort(0);
        Listener listener = listeners.createListener();
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener);
        factory.setFtplets(new HashMap<>(Map.of("fault", new DefaultFtplet() {
            @Override
            public FtpletResult onUploadStart(FtpSession session, FtpRequest request) {
                return hangUps.getAndDecrement() > 0 ? FtpletResult.DISCONNECT : FtpletResult.DEFAULT;
            }

            @Override
            public FtpletResult onUploadEnd(FtpSession session, FtpRequest request) throws IOException {
                if (losses.getAndDecrement() > 0) {
                    try (RandomAccessFile part = new RandomAccessFile(served.resolve(request.getArgument()).toFile(), "rw")) {
                        part.setLength(part.length() / 2);
                    }
                }
                return FtpletResult.DEFAULT;
            }
        })));
        ConnectionConfigFactory connections = new ConnectionConfigFactory();
        connections.setLoginFailureDelay(0);
        factory.setConnectionConfig(connections.createConnectionConfig());
        BaseUser user = new BaseUser();
        user.setName("user");
        user.setPassword("password");
        user.setHomeDirectory(served.toString());
        user.setAuthorities(authorities);
        factory.getUserManager().save(user);
        server = factory.createServer();
        server.start();
        routes = Routes.start();
        destination = routes.add("ftp", "ftp", Map.of("host", "127.0.0.1", "port", String.valueOf(listener.getPort()),
                "username", "user", "password", "password"));
    }

    @AfterEach
    void stop() {
        routes.close();
        server.stop();
    }

    @Test
    void anUploadThatDidNotArriveInFullIsMadeAgain() throws Exception {
        start();
        losses.set(2);
        destination.put("a/b", file);
        assertThat(Files.mismatch(served.resolve("a/b"), file)).isEqualTo(-1);
    }

    @Test
    void anUploadThatNeverArrivesInFullIsNotShown() throws Exception {
        start();
        losses.set(1_000);
        Failure failure = catchThrowableOfType(Failure.class, () -> destination.put("a/b", file));
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure).hasMessageContaining("of 800000 bytes 400000 arrived");
        assertThat(destination.list("")).isEmpty();
    }

    @Test
    void aServerThatHangsUpLeavesTheObjectOfBefore() throws Exception {
        start();
        destination.put("a", Files.writeString(local.resolve("first"), "first"));
        hangUps.set(1_000);
        Failure failure = catchThrowableOfType(Failure.class, () -> destination.put("a", file));
        assertThat(failure.isRetryable()).isTrue();
        hangUps.set(0);
        assertThat(destination.list("")).containsExactly(new StoredObject("a", 5));
        hangUps.set(1);
        destination.put("a", file);
        assertThat(Files.mismatch(served.resolve("a"), file)).isEqualTo(-1);
    }

    @Test
    void aUserWhoMayNotWriteIsDenied() throws Exception {
        authorities.clear();
        start();
        Failure failure = catchThrowableOfType(Failure.class, () -> destination.put("a", file));
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.DENIED);
        Files.writeString(served.resolve("b"), "b");
        assertThat(destination.list("")).containsExactly(new StoredObject("b", 1));
        assertThat(catchThrowableOfType(Failure.class, () -> destination.delete("b")).reason()).isEqualTo(Reason.DENIED);
    }
}
