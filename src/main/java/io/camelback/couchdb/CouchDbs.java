package io.camelback.couchdb;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.camel.component.http.HttpClientConfigurer;

/** Makes databases reachable: each gets a route of its own from the template {@code couchdb}. */
public final class CouchDbs {

    private final CamelContext context;
    private final ProducerTemplate template;
    private final Map<String, CouchDb> known = new ConcurrentHashMap<>();

    public CouchDbs(CamelContext context) {
        this.context = context;
        this.template = context.createProducerTemplate();
    }

    /** Binds the beans that the routes name. */
    public static void bind(CamelContext context) {
        context.getRegistry().bind("couchdbMessages", new CouchMessages());
        // repeating is the business of the route, which can be read and changed; the client's own repeats would multiply with it
        context.getRegistry().bind("couchdbClient", (HttpClientConfigurer) CouchDbs::plain);
    }

    /**
     * @param name of the connection, unique: the task whose source it is, or another word
     * @param parallel how many requests may be under way at a time, at the most
     */
    public CouchDb connect(String name, DatabaseUrl url, Optional<Credentials> credentials, int parallel) {
        return known.computeIfAbsent(name, it -> {
            TemplatedRouteBuilder.builder(context, "couchdb").routeId(route(name))
                    .parameter("name", name).parameter("server", url.server()).add();
            CouchConnection connection = new CouchConnection(name, url, credentials, new Limiter(parallel));
            return new RouteCouchDb(connection, template);
        });
    }

    /** Takes away a connection that nobody uses any more, with its route; the name may be given again. */
    public void disconnect(String name) {
        known.remove(name);
        try {
            context.getRouteController().stopRoute(route(name));
            context.removeRoute(route(name));
        } catch (Exception e) {
            throw Failure.camelback(Reason.FAILED, "the route " + route(name) + " can't be removed: " + e).cause(e);
        }
    }

    private static String route(String name) {
        return "couchdb-" + name;
    }

    private static void plain(HttpClientBuilder client) {
        client.disableAutomaticRetries().disableCookieManagement().disableContentCompression().disableRedirectHandling();
    }
}
