package io.camelback.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * The strategy {@code outcomes}: gathers how each destination fared, in their order. A failure becomes an {@link Outcome} and
 * doesn't reach the others.
 */
final class Outcomes implements AggregationStrategy {

    /** Exchange properties that say whose part of the split this is, and what is stored: a route may change all headers. */
    private static final String DESTINATION = "destination";
    private static final String REQUEST = "request";

    @Override
    public Exchange aggregate(Exchange before, Exchange part) {
        String destination = part.getProperty(DESTINATION, String.class);
        Exception thrown = part.getException();
        StoreRequest request = part.getProperty(REQUEST, StoreRequest.class);
        Outcome outcome = new Outcome(destination, Optional.ofNullable(thrown)
                .map(it -> DestinationErrors.failure(destination, Headers.PUT, request.key(), it)));
        Exchange result = before == null ? part : before;
        List<Outcome> outcomes = before == null ? new ArrayList<>() : list(before.getMessage().getBody());
        outcomes.add(outcome);
        result.setException(null);
        result.getMessage().setBody(outcomes);
        return result;
    }

    /** The outcomes after the split, which leaves the body as it was when there was no destination at all. */
    public List<Outcome> all(@Body Object body) {
        return body instanceof List ? List.copyOf(list(body)) : List.of();
    }

    @SuppressWarnings("unchecked")
    private static List<Outcome> list(Object body) {
        return (List<Outcome>) body;
    }
}
