package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is promised beyond that by a type that logs in to a server. */
abstract class ServerDestinationContract extends DestinationContract {

    /** Has what a URI, a placeholder or an expression would choke on. */
    static final String SECRET = "#s3cret&a=b+c%41?d/e \"f\" ${g} RAW(h)";

    /** The destination with a password that isn't right. */
    abstract Destination withPassword(String password);

    /** The destination on another port. */
    abstract Destination onPort(int port);

    @Test
    void aWrongPasswordIsDenied() throws IOException {
        expect(withPassword("wrong"), Reason.DENIED, false);
    }

    @Test
    void aServerThatIsDownIsUnreachable() throws IOException {
        expect(onPort(freePort()), Reason.UNREACHABLE, true);
    }

    /** No operation may take it for an empty one, and no message tells a secret. */
    private void expect(Destination destination, Reason reason, boolean retryable) throws IOException {
        var file = file("x");
        for (Runnable operation : List.<Runnable>of(() -> destination.put("a", file), () -> destination.get("a", local.resolve("t")),
                () -> destination.read("a", 0, 1), () -> destination.list(""),
                () -> destination.list("a/b"), () -> destination.delete("a"))) {
            Failure failure = failure(operation);
            assertThat(failure.party()).isEqualTo(Party.DESTINATION);
            assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
            assertThat(failure.isRetryable()).isEqualTo(retryable);
            assertThat(failure.getMessage()).startsWith("destination " + destination.name() + ": ").hasLineCount(1)
                    .doesNotContain("RAW").doesNotContain("s3cret").doesNotContain("wrong");
        }
        assertThat(local.resolve("t")).doesNotExist();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
