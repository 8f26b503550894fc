package io.camelback.couchdb;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.camel.component.http.HttpClientConfigurer;

/**
 * Makes databases reachable. Each connection gets a route of its own from the template {@code couchdb}; the databases of a whole server share
 * one, and with it the number of requests at a time and the pauses that the server asks for. Connections may be made and taken away by several
 * threads, one after the other: Camel's model of its routes can't be changed by two at a time.
 */
public final class CouchDbs {

    private final CamelContext context;
    private final ProducerTemplate template;
    private final Map<String, CouchConnection> known = new HashMap<>();

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
     * @param name of the connection: the task whose source it is, or another word. Given again, it is the same connection, be it for another
     *     database of the same server
     * @param url of the database, or of the server itself
     * @param parallel how many requests may be under way at a time, at the most
     */
    public synchronized CouchDb connect(String name, DatabaseUrl url, Optional<Credentials> credentials, int parallel) {
        CouchConnection connection = known.computeIfAbsent(name, it -> {
            TemplatedRouteBuilder.builder(context, "couchdb").routeId(route(name))
                    .parameter("name", name).parameter("server", url.server()).add();
            return new CouchConnection(name, url, credentials, new Limiter(parallel));
        });
        if (!connection.url().server().equals(url.server())) {
            throw new IllegalArgumentException("The connection " + name + " is to " + connection.url().server() + ", not to " + url);
        }
        return new RouteCouchDb(connection.to(url), template);
    }

    /** Takes away a connection that nobody uses any more, with its route; the name may be given again. */
    public synchronized void disconnect(String name) {
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
