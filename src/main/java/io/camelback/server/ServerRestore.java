package io.camelback.server;

import io.camelback.catalog.ServerCatalog;
import io.camelback.catalog.ServerCatalog.Member;
import io.camelback.config.Config;
import io.camelback.config.ServerConfig;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.StopSignal;
import io.camelback.restore.Restore;
import io.camelback.restore.RestoreRequest;
import io.camelback.restore.RestoreResult;
import io.camelback.server.DatabaseOutcome.Done;
import io.camelback.server.DatabaseOutcome.LeftOut;
import io.camelback.server.ServerJob.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** The bean {@code serverRestore}: the steps of restoring the databases of a whole server; the route tells their order. */
public final class ServerRestore {

    private final Config config;
    private final StopSignal stop;

    ServerRestore(Config config, StopSignal stop) {
        this.config = config;
        this.stop = stop;
    }

    /** The task whose destinations are to be asked what they hold. */
    public ServerConfig task(@Body ServerRestoreRequest request) {
        return config.server(request.task());
    }

    /** What has archives is restored, be it on the source's server or not; what had none at that time is left out. */
    public ServerRestoration open(ServerRestoreRequest request, ServerCatalog catalog) {
        ServerRestoration restoration = new ServerRestoration(config.server(request.task()), request, catalog.orFail(), stop);
        if (catalog.members().isEmpty()) {
            throw Failure.usage("task " + request.task() + " has no backup yet").remedy("Make one: camelback backup " + request.task());
        }
        List<String> databases = new ArrayList<>();
        for (Member member : catalog.members()) {
            if (request.at().isPresent() && isLater(member, request.at().get())) {
                restoration.ended(member.database(), new LeftOut<>("it has no restore point at or before " + request.at().get()));
            } else {
                databases.add(member.database());
            }
        }
        restoration.take(databases);
        return restoration;
    }

    /** The end of an archive, its restore point, is not before its start. */
    private static boolean isLater(Member member, Instant at) {
        return member.archives().stream().allMatch(it -> it.drawn().filter(drawn -> drawn.isAfter(at)).isPresent());
    }

    /** The restore of one database, like that of any other task: into a new or an empty one, or on with what was begun. */
    public RestoreRequest request(@Body Part<RestoreResult> part) {
        part.job().checkOn();
        return ((ServerRestoration) part.job()).request(part.database());
    }

    public void done(Part<RestoreResult> part, RestoreResult result) {
        part.job().ended(part.database(), new Done<>(result));
    }

    public void failed(@ExchangeProperty("part") Part<RestoreResult> part, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
        part.job().failed(part.database(), Failure.in(thrown)
                .orElseGet(() -> Failure.camelback(Reason.FAILED, "unexpected: " + thrown).cause(thrown)));
    }

    /** There is room for the next database. */
    public void leave(@ExchangeProperty("part") Part<RestoreResult> part) {
        part.job().leave();
    }

    /** Every database has ended, well or not, unless the process is to end. */
    public void check(@Body ServerRestoration restoration) throws Exception {
        try {
            stop.check();
            restoration.check();
        } catch (Failure e) {
            throw e.reason() == Reason.INTERRUPTED ? e.remedy(Restore.GO_ON) : e;
        }
    }

    public ServerRestoreResult result(@Body ServerRestoration restoration) {
        return new ServerRestoreResult(restoration.request.task(), restoration.request.target().toString(), restoration.outcomes(),
                restoration.catalog.failures(), restoration.seconds());
    }
}
