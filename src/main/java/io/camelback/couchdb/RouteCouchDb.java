package io.camelback.couchdb;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Sends requests to {@code direct:couchdb}, which passes them on to this database's own route. */
final class RouteCouchDb implements CouchDb {

    /** Names the connection whose route is to be used. */
    static final String CONNECTION = "CamelbackCouchDb";
    /** The connection itself, for the beans of that route. */
    static final String CONNECTION_PROPERTY = "CamelbackConnection";

    private final CouchConnection connection;
    private final ProducerTemplate template;

    RouteCouchDb(CouchConnection connection, ProducerTemplate template) {
        this.connection = connection;
        this.template = template;
    }

    @Override
    public DatabaseUrl url() {
        return connection.url();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T send(CouchRequest<T> request) {
        Exchange exchange = exchange(request);
        String refused = exchange.getProperty(CouchMessages.REFUSED, String.class);
        if (refused != null && connection.authorization().renew(refused)) {
            exchange = exchange(request);
        }
        if (exchange.getException() != null) {
            throw failure(request, exchange.getException());
        }
        return (T) exchange.getMessage().getBody();
    }

    @Override
    public int writesTogether() {
        return connection.throttle().limits().writesTogether();
    }

    private Exchange exchange(CouchRequest<?> request) {
        return connection.limiter().call(() -> template.request("direct:couchdb", it -> {
            it.getMessage().setBody(request);
            it.getMessage().setHeader(CONNECTION, connection.name());
            it.setProperty(CONNECTION_PROPERTY, connection);
        }));
    }

    private Failure failure(CouchRequest<?> request, Exception thrown) {
        return Failure.in(thrown).orElseGet(() -> Failure.source(Reason.FAILED,
                request.method() + " " + url() + request.path() + " failed: " + thrown.getMessage()).cause(thrown));
    }
}
