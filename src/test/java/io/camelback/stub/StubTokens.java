package io.camelback.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A token service on 127.0.0.1: its first token is {@code token-1}, and each is good for an hour, unless a test wants another answer. */
public final class StubTokens implements AutoCloseable {

    private final HttpStub http;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger given = new AtomicInteger();
    private volatile IntFunction<Answer> answers = number -> token("token-" + number, 3600);

    public StubTokens() {
        try {
            http = new HttpStub(request -> {
                requests.add(request);
                return answers.apply(given.incrementAndGet());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Answer token(String token, long seconds) {
        return Answer.of(200, "{\"access_token\":" + RawJson.quote(token) + ",\"refresh_token\":\"not_supported\",\"token_type\":\"Bearer\","
                + "\"expires_in\":" + seconds + "}");
    }

    /** As IBM Cloud says that something is wrong. */
    public static Answer error(int status, String code, String text) {
        return Answer.of(status, "{\"errorCode\":" + RawJson.quote(code) + ",\"errorMessage\":" + RawJson.quote(text) + "}");
    }

    /** @param answer to the request of this number, from 1 on */
    public void answer(IntFunction<Answer> answer) {
        answers = answer;
    }

    public String url() {
        return "http://127.0.0.1:" + http.port() + "/identity/token";
    }

    /** Every request until now, oldest first. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
