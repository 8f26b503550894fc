package io.camelback.stub;

import static io.camelback.stub.RawJson.quote;
import static io.camelback.stub.RawJson.text;
import static io.camelback.stub.RawJson.utf8;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What becomes of an answer: it may be left as it would be, changed, or replaced. */
@FunctionalInterface
public interface Fault {

    Answer answer(Request request, Supplier<Answer> normal);

    static Fault status(int status, String error, String reason, String... headers) {
        return (request, normal) -> Answer.error(status, error, reason, headers);
    }

    /** So many bytes of the body, then the connection is closed. */
    static Fault cutAfter(int bytes) {
        return (request, normal) -> normal.get().cutAfter(bytes);
    }

    /** All of the body up to this text and with it, then the connection is closed. */
    static Fault cutAfter(String end) {
        return (request, normal) -> {
            Answer answer = normal.get();
            String body = text(answer.bytes());
            return answer.cutAfter(utf8(body.substring(0, body.indexOf(end) + end.length())).length);
        };
    }

    /** Another body under the same status. */
    static Fault changed(UnaryOperator<String> change) {
        return (request, normal) -> {
            Answer answer = normal.get();
            return answer.body(utf8(change.apply(text(answer.bytes()))));
        };
    }

    /** Other entries in an answer of {@code _bulk_get}. */
    static Fault entries(UnaryOperator<List<String>> change) {
        return (request, normal) -> {
            Answer answer = normal.get();
            List<String> entries = RawJson.elements(answer.bytes(), "results").stream().map(RawJson::text).toList();
            return answer.body(utf8("{\"results\":[" + String.join(",", change.apply(entries)) + "]}"));
        };
    }

    /** The entry of this document says that there is none. */
    static Fault notFound(String id) {
        return entryError(id, "not_found");
    }

    /** The entry of this document is an error. */
    static Fault entryError(String id, String error) {
        return entries(entries -> entries.stream().map(entry -> entry.startsWith("{\"id\":" + quote(id) + ",")
                ? StubCouch.errorEntry(id, error) : entry).collect(Collectors.toList()));
    }

    /** The beginning of an answer, and nothing more until the client goes away. */
    static Fault silence() {
        return (request, normal) -> Answer.of(200, out -> {
            out.write('{');
            out.flush();
            await(new CountDownLatch(1));
        });
    }

    /** As it would be, but not before so many requests are waiting for it. */
    static Fault together(int requests) {
        CountDownLatch arrived = new CountDownLatch(requests);
        return (request, normal) -> {
            arrived.countDown();
            await(arrived);
            return normal.get();
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
