package io.camelback.destination;

import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;

/** The endpoint that a destination's route puts to: its helpers use the same connection settings, which thus stand in the route only. */
final class RouteEndpoints {

    private RouteEndpoints() {
    }

    static <E extends Endpoint> E of(Exchange exchange, Class<E> type) {
        String name = exchange.getMessage().getHeader(Headers.DESTINATION, String.class);
        Route route = exchange.getContext().getRoute("destination-" + name);
        for (Processor processor : route.filter("*")) {
            if (processor instanceof EndpointAware aware && type.isInstance(aware.getEndpoint())) {
                return type.cast(aware.getEndpoint());
            }
        }
        throw new IllegalStateException("route " + route.getRouteId() + " has no endpoint of " + type.getSimpleName());
    }
}
