package io.camelback.couchdb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * One request to a database and what becomes of its answer: the command that the route {@code couchdb} carries out.
 *
 * @param method the HTTP method
 * @param path below the database, encoded, beginning with a slash; empty for the database itself
 * @param query plain names and values; encoded when sent
 * @param headers beside those that every request has
 * @param body what to send, asked for at each attempt so that a repeated one may ask for less; null for none
 * @param expected the statuses beside 200, 201 and 202 that the reader understands; any other is a failure
 * @param writes how many revisions of documents, or other things, the server writes for it
 * @param reader reads the answer to its end; runs again at each attempt
 */
public record CouchRequest<T>(String method, String path, Map<String, String> query, Map<String, String> headers,
        Supplier<HttpEntity> body, Set<Integer> expected, int writes, Reader<T> reader) {

    /** An answer while its connection is open. The reader need not close the stream. */
    public record Answer(int status, InputStream body) {
    }

    /** Turns an answer into a result. What it throws as an IOException counts as an answer cut short: it may be asked for again. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Answer answer) throws IOException;
    }

    static <T> CouchRequest<T> get(String path, Map<String, String> query, Reader<T> reader) {
        return new CouchRequest<>("GET", path, query, Map.of(), null, Set.of(), 0, reader);
    }

    static <T> CouchRequest<T> post(String path, Map<String, String> query, Supplier<byte[]> body, Reader<T> reader) {
        return new CouchRequest<>("POST", path, query, Map.of(), () -> json(body.get()), Set.of(), 0, reader);
    }

    static <T> CouchRequest<T> put(String path, byte[] body, Reader<T> reader) {
        return put(path, Map.of(), () -> json(body), reader);
    }

    static <T> CouchRequest<T> put(String path, Map<String, String> query, Supplier<HttpEntity> body, Reader<T> reader) {
        return new CouchRequest<>("PUT", path, query, Map.of(), body, Set.of(), 1, reader);
    }

    static <T> CouchRequest<T> delete(String path, Map<String, String> query, Reader<T> reader) {
        return new CouchRequest<>("DELETE", path, query, Map.of(), null, Set.of(), 1, reader);
    }

    CouchRequest<T> with(Map<String, String> otherHeaders) {
        return new CouchRequest<>(method, path, query, otherHeaders, body, expected, writes, reader);
    }

    CouchRequest<T> expecting(Integer... statuses) {
        return new CouchRequest<>(method, path, query, headers, body, Set.of(statuses), writes, reader);
    }

    CouchRequest<T> writing(int revisions) {
        return new CouchRequest<>(method, path, query, headers, body, expected, revisions, reader);
    }

    static HttpEntity json(byte[] text) {
        return new ByteArrayEntity(text, ContentType.APPLICATION_JSON);
    }

    boolean expects(int status) {
        return status == 200 || status == 201 || status == 202 || expected.contains(status);
    }
}
