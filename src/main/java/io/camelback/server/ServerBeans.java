package io.camelback.server;

import io.camelback.config.Config;
import io.camelback.couchdb.CouchDbs;
import io.camelback.job.StopSignal;
import io.camelback.lease.Leases;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Binds what the routes of whole servers name. */
public final class ServerBeans {

    private ServerBeans() {
    }

    public static void bind(CamelContext context, Config config, CouchDbs couchDbs, Leases leases, StopSignal stop) {
        Registry registry = context.getRegistry();
        registry.bind("serverBackup", new ServerBackup(config, couchDbs, leases, stop));
        registry.bind("serverRestore", new ServerRestore(config, stop));
        // as many threads as there are databases under way: how many these are, each job says itself
        registry.bind("serverThreads", context.getExecutorServiceManager().newCachedThreadPool(context, "server"));
    }
}
