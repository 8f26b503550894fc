package io.camelback.catalog;

import io.camelback.destination.Destination;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;

/** The bean {@code catalogs} of the routes in {@code survey.camel.yaml}, and the strategy by which its parts become a list. */
public final class CatalogBeans implements AggregationStrategy {

    private final CatalogReader reader = new CatalogReader();
    private final Function<String, Destination> destinations;

    private CatalogBeans(Function<String, Destination> destinations) {
        this.destinations = destinations;
    }

    /**
     * @param destinations by name
     * @param staging the staging directory of the configuration
     */
    public static void bind(CamelContext context, Function<String, Destination> destinations, Path staging) {
        Registry registry = context.getRegistry();
        registry.bind("manifestThreads", context.getExecutorServiceManager().newCachedThreadPool(context, "manifests"));
        registry.bind("catalogs", new CatalogBeans(destinations));
        registry.bind("serverCatalogs", new ServerCatalogs(destinations, staging));
    }

    /** What is there, by one listing. */
    public CatalogReading list(String task, String destination) {
        return reader.begin(task, destinations.apply(destination));
    }

    public void manifest(@Body CatalogReading.Listed manifest) {
        manifest.take();
    }

    public DestinationCatalog read(@Body CatalogReading reading) {
        return reading.catalog();
    }

    public Catalog union(String task, List<DestinationCatalog> catalogs) {
        return new Catalog(task, catalogs);
    }

    /** Collects the parts into a list. A part that failed for no destination's sake fails the whole. */
    @Override
    @SuppressWarnings("unchecked")
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        Exchange result = oldExchange == null ? newExchange : oldExchange;
        if (result.getException() != null || newExchange.getException() != null) {
            result.setException(result.getException() == null ? newExchange.getException() : result.getException());
            return result;
        }
        List<Object> all = oldExchange == null ? new ArrayList<>() : oldExchange.getMessage().getBody(List.class);
        all.add(newExchange.getMessage().getBody());
        result.getMessage().setBody(all);
        return result;
    }
}
