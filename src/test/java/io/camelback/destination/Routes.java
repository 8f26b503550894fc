package io.camelback.destination;

import io.camelback.job.Retries;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The real routes of destinations, and no others, running as in the application. */
final class Routes implements AutoCloseable {

    private static final String OURS = "file:routes/errors.camel.yaml,file:routes/store.camel.yaml,file:routes/destinations/*.camel.yaml";

    private final Main main = new Main();
    private Destinations destinations;

    private Routes(String pattern) {
        main.configure().withRoutesIncludePattern(pattern).withJmxEnabled(false).withStreamCachingEnabled(false)
                .withShutdownTimeout(5);
        main.addInitialProperty("camelback.retryDelay", "1");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                CamelContext context = support.getCamelContext();
                destinations = new Destinations(context, Duration.ofMinutes(15));
                destinations.bind(context.getRegistry());
                context.getRegistry().bind("retries", new Retries());
            }
        });
    }

    static Routes start() {
        return start("");
    }

    /** @param more files of routes, as in {@code file:x.camel.yaml,file:y.camel.yaml} */
    static Routes start(String more) {
        Routes routes = new Routes(more.isEmpty() ? OURS : OURS + "," + more);
        routes.main.start();
        return routes;
    }

    Destination add(String name, String type, Map<String, String> parameters) {
        return destinations.add(name, type, parameters);
    }

    Destinations destinations() {
        return destinations;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
