package io.camelback.job;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * The strategy {@code keepWhole}: the parts of a split report to the whole that they came from, so the body afterwards is the whole
 * again. A part that failed is noted in the whole, and the others are left to end: a split that returned earlier would leave
 * threads behind that write into what is being cleared up. If the whole is none that can note it, the first failure is the split's.
 */
public final class KeepWhole implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        return aggregate(oldExchange, newExchange, newExchange);
    }

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange, Exchange inputExchange) {
        Object whole = inputExchange.getMessage().getBody();
        Exception thrown = newExchange.getException();
        if (thrown != null && whole instanceof Whole owner) {
            owner.failed(thrown);
            newExchange.setException(null);
        }
        Exchange result = oldExchange == null ? newExchange : oldExchange;
        if (result.getException() == null) {
            result.setException(newExchange.getException());
        }
        result.getMessage().setBody(whole);
        return result;
    }
}
