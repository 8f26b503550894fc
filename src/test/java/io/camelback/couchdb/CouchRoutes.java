package io.camelback.couchdb;

import io.camelback.job.Retries;
import io.camelback.job.StopSignal;
import io.camelback.stub.StubCouch;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The routes that come with Camelback to speak to a CouchDB, in a context of their own. A failed attempt is repeated twice, at once. */
final class CouchRoutes implements AutoCloseable {

    static final int ATTEMPTS = 3;

    private final DefaultCamelContext context = new DefaultCamelContext(false);
    private final CouchDbs couchDbs;
    private final StopSignal stop = new StopSignal();
    /** The time by which tokens grow old: it stands still unless a test moves it. */
    final AtomicLong nanos = new AtomicLong();

    CouchRoutes() {
        try {
            Properties properties = new Properties();
            properties.put("camelback.retries", String.valueOf(ATTEMPTS - 1));
            properties.put("camelback.retryDelay", "1");
            context.getPropertiesComponent().setInitialProperties(properties);
            context.disableJMX();
            context.setStreamCaching(false);
            context.build();
            context.getRegistry().bind("retries", new Retries());
            CouchDbs.bind(context);
            couchDbs = new CouchDbs(context, stop, nanos::get);
            for (String file : new String[] {"errors", "couchdb"}) {
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveMandatoryResource(context,
                        "file:" + Path.of("routes", file + ".camel.yaml").toAbsolutePath()));
            }
            context.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    CouchDb connect(StubCouch server, String database) {
        return connect(server, database, 4);
    }

    CouchDb connect(StubCouch server, String database, int parallel) {
        return connect(server.url(database), Access.OPEN, parallel);
    }

    CouchDb connect(String url, Optional<Credentials> credentials, int parallel) {
        return connect(url, Access.of(credentials), parallel);
    }

    CouchDb connect(String url, Access access, int parallel) {
        return couchDbs.connect(UUID.randomUUID().toString(), DatabaseUrl.parse(url).url(), access, parallel);
    }

    CouchDbs couchDbs() {
        return couchDbs;
    }

    /** Ids of the routes and URIs of the endpoints that there are. */
    Set<String> routesAndEndpoints() {
        Set<String> all = new TreeSet<>();
        context.getRoutes().forEach(it -> all.add(it.getRouteId()));
        context.getEndpoints().forEach(it -> all.add(it.getEndpointUri()));
        return all;
    }

    /** A connection that gives up when nothing comes for so many milliseconds. */
    CouchDb impatient(String url, int millis) {
        return connect(url, millis, new Throttle(Limits.NONE, stop));
    }

    CouchDb throttled(String url, Throttle throttle) {
        return connect(url, 60_000, throttle);
    }

    private CouchDb connect(String url, int responseTimeout, Throttle throttle) {
        String name = UUID.randomUUID().toString();
        DatabaseUrl database = DatabaseUrl.parse(url).url();
        TemplatedRouteBuilder.builder(context, "couchdb").routeId("couchdb-" + name).parameter("name", name)
                .parameter("server", database.server()).parameter("responseTimeout", String.valueOf(responseTimeout)).add();
        return new RouteCouchDb(new CouchConnection(name, database, Authorization.NONE, new Limiter(1), throttle), context.createProducerTemplate());
    }

    @Override
    public void close() {
        context.stop();
    }
}
