package io.camelback.couchdb;

import io.camelback.couchdb.Credentials.Basic;
import io.camelback.couchdb.Credentials.IamKey;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.StopSignal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.camel.component.http.HttpClientConfigurer;

/**
 * Makes databases reachable. Each connection gets a route of its own from the template {@code couchdb}; the databases of a whole server share
 * one. All connections to a server share the number of requests at a time that it bears, and the pauses that it asks for; those with the same
 * {@link Limits} share these. Connections may be made and taken away by several threads, one after the other: Camel's model of its routes can't be changed by two
 * at a time.
 */
public final class CouchDbs {

    private final CamelContext context;
    private final ProducerTemplate template;
    private final LongSupplier nanos;
    private final StopSignal stop;
    private final Map<String, CouchConnection> known = new HashMap<>();
    /** By their URLs. */
    private final Map<String, Limiter.Server> servers = new HashMap<>();
    private final Map<Limits, Throttle> throttles = new HashMap<>();

    public CouchDbs(CamelContext context, StopSignal stop) {
        this(context, stop, System::nanoTime);
    }

    /** @param nanos the time by which tokens grow old */
    CouchDbs(CamelContext context, StopSignal stop, LongSupplier nanos) {
        this.context = context;
        this.template = context.createProducerTemplate();
        this.nanos = nanos;
        this.stop = stop;
    }

    /** Binds the beans that the routes name. */
    public static void bind(CamelContext context) {
        context.getRegistry().bind("couchdbMessages", new CouchMessages());
        context.getRegistry().bind("iamMessages", new IamMessages());
        // repeating is the business of the route, which can be read and changed; the client's own repeats would multiply with it
        context.getRegistry().bind("couchdbClient", (HttpClientConfigurer) CouchDbs::plain);
    }

    /**
     * @param name of the connection: the task whose source it is, or another word. Given again, it is the same connection, be it for another
     *     database of the same server
     * @param url of the database, or of the server itself
     * @param parallel how many requests may be under way at a time, at the most
     */
    public synchronized CouchDb connect(String name, DatabaseUrl url, Access access, int parallel) {
        CouchConnection connection = known.computeIfAbsent(name, it -> {
            access.ca().ifPresent(ca -> context.getRegistry().bind(tls(name), ca.tls()));
            addRoute("couchdb", name, "server", url.server(), access);
            Authorization authorization = access.credentials().map(who -> authorization(name, who, access)).orElse(Authorization.NONE);
            Limiter limiter = new Limiter(parallel, servers.computeIfAbsent(url.server(), server -> new Limiter.Server(System::nanoTime, stop)));
            Throttle throttle = throttles.computeIfAbsent(access.limits(), limits -> new Throttle(limits, stop));
            return new CouchConnection(name, url, authorization, limiter, throttle);
        });
        if (!connection.url().server().equals(url.server())) {
            throw new IllegalArgumentException("The connection " + name + " is to " + connection.url().server() + ", not to " + url);
        }
        return new RouteCouchDb(connection.to(url), template);
    }

    private Authorization authorization(String name, Credentials credentials, Access access) {
        if (credentials instanceof IamKey key) {
            addRoute("iam-token", name, "service", key.tokenUrl(), access);
            return new IamTokens(new RouteTokens(name, key, template), nanos);
        }
        return Authorization.basic((Basic) credentials);
    }

    private void addRoute(String template, String name, String peer, String url, Access access) {
        TemplatedRouteBuilder route = TemplatedRouteBuilder.builder(context, template).routeId(template + "-" + name)
                .parameter("name", name).parameter(peer, url);
        access.ca().ifPresent(ca -> route.parameter("tls", "#" + tls(name)));
        route.add();
    }

    /** Takes away a connection that nobody uses any more, with its route; the name may be given again. */
    public synchronized void disconnect(String name) {
        known.remove(name);
        removeRoute("couchdb-" + name);
        removeRoute("iam-token-" + name);
        context.getRegistry().unbind(tls(name));
    }

    /** One that isn't there need not go. */
    private void removeRoute(String route) {
        try {
            context.getRouteController().stopRoute(route);
            context.removeRoute(route);
        } catch (Exception e) {
            throw Failure.camelback(Reason.FAILED, "the route " + route + " can't be removed: " + e).cause(e);
        }
    }

    private static String tls(String name) {
        return "couchdbTls-" + name;
    }

    private static void plain(HttpClientBuilder client) {
        client.disableAutomaticRetries().disableCookieManagement().disableContentCompression().disableRedirectHandling();
    }
}
