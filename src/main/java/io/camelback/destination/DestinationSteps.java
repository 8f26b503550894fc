package io.camelback.destination;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.ExpressionBuilder;

/** The bean {@code destination} of the routes: the steps that are the same for all destinations. */
public final class DestinationSteps {

    /** Takes the answer while its connection is open. Body out: what was made of it. */
    public void take(Exchange exchange) throws IOException {
        Taker<?> taker = exchange.getProperty(Headers.TAKER, Taker.class);
        exchange.getMessage().setBody(taker == null ? null : taker.take(exchange));
    }

    /** Says in the words of all destinations what a component threw. */
    public void fail(Exchange exchange) {
        Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Message message = exchange.getMessage();
        throw DestinationErrors.of(thrown, message.getHeader(Headers.DESTINATION, String.class),
                message.getHeader(Headers.OPERATION, String.class), message.getHeader(Headers.KEY, String.class));
    }

    /** Names the file for camel-file and camel-ftp, which would read a {@code $&#123;…&#125;} in a plain text as an expression. */
    public void fileName(Exchange exchange) {
        String key = exchange.getMessage().getHeader(Headers.KEY, String.class);
        exchange.getMessage().setHeader(Exchange.FILE_NAME, ExpressionBuilder.constantExpression(key));
    }
}
