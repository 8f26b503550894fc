package io.camelback.stub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One answer.
 *
 * @param headers whole lines: {@code Retry-After: 2}
 * @param body is written as it is sent
 * @param cut whether the connection is closed after the body, in place of the end of the answer
 */
public record Answer(int status, List<String> headers, Body body, boolean cut) {

    /** Writes a body piece by piece: it need not be held as a whole. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    public static Answer of(int status, Body body, String... headers) {
        return new Answer(status, List.of(headers), body, false);
    }

    public static Answer of(int status, byte[] body, String... headers) {
        return of(status, out -> out.write(body), headers);
    }

    public static Answer of(int status, String body, String... headers) {
        return of(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** As CouchDB says that something is wrong. */
    public static Answer error(int status, String error, String reason, String... headers) {
        return of(status, "{\"error\":" + RawJson.quote(error) + ",\"reason\":" + RawJson.quote(reason) + "}\n", headers);
    }

    public Answer with(String header) {
        return new Answer(status, Stream.concat(headers.stream(), Stream.of(header)).toList(), body, cut);
    }

    /** The same with another body. */
    public Answer body(byte[] other) {
        return new Answer(status, headers, out -> out.write(other), cut);
    }

    /** The first bytes of it; then the connection is closed. */
    public Answer cutAfter(int bytes) {
        byte[] kept = Arrays.copyOf(bytes(), bytes);
        return new Answer(status, headers, out -> out.write(kept), true);
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
