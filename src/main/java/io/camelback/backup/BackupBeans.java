package io.camelback.backup;

import io.camelback.config.Config;
import io.camelback.couchdb.CouchDbs;
import io.camelback.destination.Destination;
import io.camelback.job.StagingSpace;
import io.camelback.job.StopSignal;
import io.camelback.lease.Leases;
import java.util.function.Function;
import org.apache.camel.spi.Registry;

/** Binds what the backup routes name. */
public final class BackupBeans {

    private BackupBeans() {
    }

    public static void bind(Registry registry, Config config, CouchDbs couchDbs, Function<String, Destination> destinations,
            StagingSpace space, Leases leases, StopSignal stop) {
        registry.bind("backup", new Backup(config, couchDbs, destinations, space, leases, stop));
        registry.bind("attachments", new Attachments());
        registry.bind("noting", new Noting(config.clock(), destinations));
        registry.bind("readBack", new ReadBack(destinations));
        registry.bind("commit", new Commit(config, destinations, leases));
    }
}
