package io.camelback.restore;

import io.camelback.catalog.Catalog;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.CouchDbs;
import io.camelback.destination.Destination;
import io.camelback.job.StopSignal;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Binds what the restore routes name. */
public final class RestoreBeans {

    private RestoreBeans() {
    }

    /**
     * @param destinations by name
     * @param survey asks a task's destinations what they hold
     */
    public static void bind(CamelContext context, Config config, CouchDbs couchDbs, Function<String, Destination> destinations,
            Function<TaskConfig, Catalog> survey, StopSignal stop) {
        Registry registry = context.getRegistry();
        registry.bind("restore", new Restore(config, couchDbs, destinations, survey, stop));
        registry.bind("restoreDocuments", new RestoreDocuments(config, couchDbs, destinations, survey));
        // as many threads as there are pages: how many these are, each restore says itself
        registry.bind("restoreThreads", context.getExecutorServiceManager().newCachedThreadPool(context, "restore"));
    }
}
