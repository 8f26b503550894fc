package io.camelback.couchdb;

import io.camelback.couchdb.Credentials.IamKey;
import io.camelback.couchdb.IamTokens.Token;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Asks for tokens by {@code direct:iam-token}, which passes on to this connection's own route. */
final class RouteTokens implements Supplier<Token> {

    private final String connection;
    private final IamKey key;
    private final ProducerTemplate template;

    RouteTokens(String connection, IamKey key, ProducerTemplate template) {
        this.connection = connection;
        this.key = key;
        this.template = template;
    }

    /** @throws Failure that is not to be tried again: the route has done so */
    @Override
    public Token get() {
        Exchange exchange = template.request("direct:iam-token", it -> {
            it.getMessage().setBody(key);
            it.getMessage().setHeader(RouteCouchDb.CONNECTION, connection);
        });
        if (exchange.getException() != null) {
            throw Failure.in(exchange.getException()).orElseGet(() -> Failure.source(Reason.FAILED,
                    "no token could be had from " + key.tokenUrl() + ": " + exchange.getException())).retryable(false);
        }
        return exchange.getMessage().getBody(Token.class);
    }
}
