package io.camelback.destination;

import io.camelback.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** The strategy {@code outcomes} of the fan-out: one outcome for each destination, and no failure of one is a failure of all. */
final class Outcomes implements AggregationStrategy {

    @Override
    @SuppressWarnings("unchecked")
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        String destination = newExchange.getMessage().getHeader(Headers.DESTINATION, String.class);
        Exception thrown = newExchange.getException();
        Optional<Failure> failure = Optional.ofNullable(thrown).map(it -> DestinationErrors.of(it, destination, Headers.PUT,
                newExchange.getMessage().getHeader(Headers.KEY, String.class)));
        newExchange.setException(null);
        Exchange result = oldExchange == null ? newExchange : oldExchange;
        List<Outcome> outcomes = oldExchange == null ? new ArrayList<>() : oldExchange.getMessage().getBody(List.class);
        outcomes.add(new Outcome(destination, failure));
        result.getMessage().setBody(outcomes);
        return result;
    }
}
