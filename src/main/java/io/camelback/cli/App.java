package io.camelback.cli;

import io.camelback.backup.BackupBeans;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.CatalogBeans;
import io.camelback.catalog.ServerCatalog;
import io.camelback.catalog.ServerNotes;
import io.camelback.cleanup.Cleanup;
import io.camelback.config.Config;
import io.camelback.config.ConfigReader;
import io.camelback.config.ServerConfig;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.CouchDbs;
import io.camelback.destination.Destination;
import io.camelback.destination.Destinations;
import io.camelback.destination.Uploader;
import io.camelback.export.Export;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.history.History;
import io.camelback.job.KeepWhole;
import io.camelback.job.Retries;
import io.camelback.job.StagingSpace;
import io.camelback.job.StopSignal;
import io.camelback.lease.Leases;
import io.camelback.restore.RestoreBeans;
import io.camelback.rollup.Rollup;
import io.camelback.server.ServerBeans;
import io.camelback.service.Service;
import io.camelback.service.ServerService;
import io.camelback.service.TaskLog;
import io.camelback.service.VerificationService;
import io.camelback.sync.Sync;
import io.camelback.verify.TestRestore;
import io.camelback.verify.Verify;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.Registry;

/**
 * Camelback, started: camel-main with the routes and the beans that they name. Verbs are called by sending a request to their route, as
 * any other front end would.
 */
public final class App implements AutoCloseable {

    private final Main main = new ManyRoutes();
    private final StopSignal stop;
    private final Optional<Clock> clock;
    private Config config;
    private ProducerTemplate template;
    private Service service;
    private Destinations destinations;
    private Leases leases;
    private Notices notices;

    private App(StopSignal stop, Optional<Clock> clock) {
        this.stop = stop;
        this.clock = clock;
    }

    /**
     * Starts everything but the schedules.
     *
     * @param file the configuration
     * @param installation the directory that has the routes which come with Camelback
     * @throws Failure (usage) when the configuration isn't right
     */
    public static App start(Path file, Map<String, String> environment, Path installation, StopSignal stop) {
        return start(file, environment, installation, stop, Optional.empty());
    }

    /** @param clock instead of the configuration's, for rehearsals: one that can be set forward */
    public static App start(Path file, Map<String, String> environment, Path installation, StopSignal stop, Optional<Clock> clock) {
        App app = new App(stop, clock);
        try {
            app.configure(file, environment, installation);
            app.main.start();
            app.open();
            return app;
        } catch (Exception e) {
            app.close();
            throw Failure.in(e).orElseGet(() -> Failure.usage("the routes can't be started: " + innermost(e))
                    .remedy("Look at the routes directory and at the camel.* lines of " + file).cause(e));
        }
    }

    private void configure(Path file, Map<String, String> environment, Path installation) {
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());    // signals are for Interrupts; Camel's hook would never go
        main.setPropertyPlaceholderLocations("file:" + file.toAbsolutePath() + ";optional=true,classpath:application.properties;optional=true");
        main.configure().withName("camelback").withJmxEnabled(false).withStreamCachingEnabled(false).withShutdownTimeout(10)
                .withShutdownLogInflightExchangesOnTimeout(false);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                CamelContext context = support.getCamelContext();
                context.getPropertiesComponent().addPropertiesFunction(new FileFunction());
                Config read = ConfigReader.read(file, environment, installation, context::resolvePropertyPlaceholders);
                config = clock.map(read::with).orElse(read);
                main.configure().withRoutesIncludePattern("file:" + config.routes() + "/**/*.camel.yaml");
                bind(context);
            }
        });
    }

    private void bind(CamelContext context) {
        Registry registry = context.getRegistry();
        CouchDbs couchDbs = new CouchDbs(context, stop);
        destinations = new Destinations(context, config.patience());
        destinations.bind(registry);
        Uploader.bind(context, config.staging());
        leases = new Leases(destinations::once, config.staging(), Clock.tickMillis(ZoneOffset.UTC), config.leases());
        CouchDbs.bind(context);
        registry.bind("keepWhole", new KeepWhole());
        registry.bind("sideBySide", context.getExecutorServiceManager().newCachedThreadPool(this, "sideBySide"));
        registry.bind("retries", new Retries());
        CatalogBeans.bind(context, destinations::get, config.staging());
        StagingSpace space = StagingSpace.of(config.stagingBytes());
        BackupBeans.bind(registry, config, couchDbs, destinations::get, space, leases, stop);
        RestoreBeans.bind(context, config, couchDbs, destinations::get, this::survey, stop);
        ServerBeans.bind(context, config, couchDbs, leases, stop);
        Rollup.bind(registry, config, destinations::get, space, leases, stop);
        Cleanup.bind(registry, config, destinations::get, leases, stop);
        Sync.bind(registry, config, destinations::get, leases, stop);
        Export.bind(registry, config, destinations::get, this::survey, stop);
        History.bind(registry, config, destinations::get, stop);
        Verify.bind(context, config, destinations::get, stop);
        TestRestore.bind(registry, config, couchDbs, destinations::get, this::survey, stop);
        service = new Service(config);
        registry.bind("service", service);
        registry.bind("serverService", new ServerService(config));
        registry.bind("verificationService", new VerificationService(config));
        registry.bind("taskLog", new TaskLog());
        notices = new Notices(context.createProducerTemplate(), config);
        registry.bind("notices", notices);
    }

    /** Which parameters a destination may have stands in its template, which is known only now. */
    private void open() {
        template = main.getCamelContext().createProducerTemplate();
        config.destinations().values().forEach(it -> destinations.add(it.name(), it.type(), it.parameters()));
    }

    public Config config() {
        return config;
    }

    /** Lets the schedules loose; returns how many there are. */
    public int schedule() {
        return service.schedule(main.getCamelContext());
    }

    public Destination destination(String name) {
        return destinations.get(name);
    }

    public Catalog survey(TaskConfig task) {
        return call("direct:survey", task, Catalog.class);
    }

    /** What is noted of the newest run of a whole server. */
    public ServerNotes notes(ServerConfig server) {
        return call("direct:survey-notes", server, ServerNotes.class);
    }

    /** Which databases of a whole server have archives. */
    public ServerCatalog survey(ServerConfig server) {
        return call("direct:survey-server", server, ServerCatalog.class);
    }

    /** Sends a request to a verb's route and waits for the result. */
    public <T> T call(String route, Object request, Class<T> result) {
        try {
            return template.requestBody(route, request, result);
        } catch (CamelExecutionException e) {
            throw Failure.in(e).orElseGet(() -> stop.isStopped() ? Failure.camelback(Reason.INTERRUPTED, "stopped before it was done").cause(e)
                    : Failure.camelback(Reason.FAILED, "unexpected: " + innermost(e)).remedy("--stacktrace shows more").cause(e));
        }
    }

    /** The same for a job of a task; what became of it is told to the routes of notify.camel.yaml as well. */
    public <T> T job(String route, String task, String what, Object request, Class<T> result) {
        try {
            T done = call(route, request, result);
            notices.completedByCommand(done);
            return done;
        } catch (Failure e) {
            notices.failedByCommand(task, what, e);
            throw e;
        }
    }

    @Override
    public void close() {
        main.stop();
        if (leases != null) {
            leases.close();
        }
    }

    private static Throwable innermost(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return innermost;
    }
}
