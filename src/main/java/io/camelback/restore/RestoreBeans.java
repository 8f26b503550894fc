package io.camelback.restore;

import io.camelback.config.Config;
import io.camelback.couchdb.CouchDbs;
import io.camelback.destination.Destination;
import io.camelback.job.StopSignal;
import java.util.function.Function;
import org.apache.camel.spi.Registry;

/** Binds what the restore routes name. */
public final class RestoreBeans {

    private RestoreBeans() {
    }

    public static void bind(Registry registry, Config config, CouchDbs couchDbs, Function<String, Destination> destinations,
            StopSignal stop) {
        registry.bind("restore", new Restore(config, couchDbs, destinations, stop));
        registry.bind("restoreDocuments", new RestoreDocuments(config, couchDbs, destinations));
    }
}
