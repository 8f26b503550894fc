package io.camelback.couchdb;

import io.camelback.couchdb.CouchRequest.Answer;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.EofSensorInputStream;

/**
 * The bean {@code couchdbMessages} of the routes {@code couchdb-…}: turns a {@link CouchRequest} into the message that camel-http
 * sends, and reads the answer while its connection is open, so that sending and reading are repeated as one.
 */
public final class CouchMessages {

    /** The header {@code Authorization} that the server answered 401 to. */
    static final String REFUSED = "CamelbackRefused";
    private static final String REQUEST = "CamelbackRequest";
    private static final String SENT = "CamelbackAuthorization";
    private static final String SENT_BYTES = "CamelbackSentBytes";
    /** By these headers Camel counts attempts: without them there would be no end of them. */
    static final String ATTEMPTS = "CamelRedeliver*";

    /** Body in and out: a {@link CouchRequest}. Waits for the end of a pause that the server asked for, and for its turn. */
    public void awaitTurn(Exchange exchange) {
        CouchConnection connection = connection(exchange);
        connection.limiter().awaitPause();
        connection.throttle().awaitTurn(exchange.getMessage().getBody(CouchRequest.class).writes());
    }

    /** Body in: a {@link CouchRequest}. Body out: what to send, with camel-http's headers. */
    public void toHttp(Exchange exchange) {
        CouchConnection connection = connection(exchange);
        Message message = exchange.getMessage();
        CouchRequest<?> request = message.getBody(CouchRequest.class);
        exchange.setProperty(REQUEST, request);
        message.removeHeaders("*", ATTEMPTS);
        message.setHeader(Exchange.HTTP_METHOD, request.method());
        message.setHeader(Exchange.HTTP_URI, connection.url() + request.path());
        if (!request.query().isEmpty()) {
            message.setHeader(Exchange.HTTP_RAW_QUERY, query(request.query()));
        }
        connection.authorization().header().ifPresent(it -> {
            message.setHeader("Authorization", it);
            exchange.setProperty(SENT, it);
        });
        message.setHeader("Accept", "application/json");
        request.headers().forEach(message::setHeader);
        exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);      // what is asked for encoded is kept so
        HttpEntity body = request.body() == null ? null : request.body().get();
        exchange.setProperty(SENT_BYTES, body == null ? 0 : Math.max(0, body.getContentLength()));
        message.setBody(body);
    }

    /** Body in: the answer as a stream. Body out: what the request's reader made of it. */
    public void fromHttp(Exchange exchange) throws IOException {
        CouchConnection connection = connection(exchange);
        CouchRequest<?> request = exchange.getProperty(REQUEST, CouchRequest.class);
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        InputStream in = message.getBody(InputStream.class);
        InputStream body = in == null ? InputStream.nullInputStream() : in;
        InputStream paced = connection.throttle().reading(body);
        if (!request.expects(status)) {
            if (status == 401) {
                exchange.setProperty(REFUSED, exchange.getProperty(SENT));
            }
            throw CouchErrors.of(connection, request, status, paced, message.getHeader("Retry-After", String.class));
        }
        CountedStream counted = new CountedStream(paced);
        Object result = read(connection, request, new Answer(status, counted), body);
        connection.limiter().succeeded(counted.bytes() + exchange.getProperty(SENT_BYTES, 0L, Long.class));
        message.removeHeaders("*", ATTEMPTS);
        message.setBody(result);
    }

    /** Says in one line what camel-http threw: nobody answered, or not in time. */
    public void fail(Exchange exchange) {
        Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        CouchConnection connection = connection(exchange);
        CouchRequest<?> request = exchange.getProperty(REQUEST, CouchRequest.class);
        throw Failure.in(thrown).orElseGet(() -> CouchErrors.unanswered(connection, request, thrown));
    }

    /** @param body what is to be broken off when the answer can't be read */
    private static Object read(CouchConnection connection, CouchRequest<?> request, Answer answer, InputStream body) {
        try {
            return request.reader().read(answer);
        } catch (IOException e) {
            abort(body);
            throw Failure.source(Reason.UNREACHABLE, request.method() + " " + connection.url() + request.path()
                    + ": the answer ended early or is not JSON: " + CouchErrors.text(e)).cause(e);
        } catch (RuntimeException e) {
            abort(body);
            throw e;
        }
    }

    /** Closing a stream would read it to its end first, and what is left may be gigabytes. */
    private static void abort(InputStream body) {
        try {
            if (body instanceof EofSensorInputStream sensor) {
                sensor.abort();
            }
        } catch (IOException e) {
            // the connection is broken either way
        }
    }

    private static String query(Map<String, String> query) {
        return query.entrySet().stream().map(it -> it.getKey() + "=" + DatabaseUrl.encode(it.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static CouchConnection connection(Exchange exchange) {
        return exchange.getProperty(RouteCouchDb.CONNECTION_PROPERTY, CouchConnection.class);
    }
}
