package io.camelback.history;

import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.EntryFinder;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.Leaf;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.history.HistoryResult.Unreadable;
import io.camelback.history.HistoryResult.Version;
import io.camelback.job.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.spi.Registry;

/** The bean {@code history}: looks for a document in all archives, whether a chain reaches them or not. */
public final class History {

    private final Config config;
    private final Function<String, Destination> destinations;
    private final StopSignal stop;

    private History(Config config, Function<String, Destination> destinations, StopSignal stop) {
        this.config = config;
        this.destinations = destinations;
        this.stop = stop;
    }

    /**
     * @param destinations by name
     */
    public static void bind(Registry registry, Config config, Function<String, Destination> destinations, StopSignal stop) {
        registry.bind("history", new History(config, destinations, stop));
    }

    /** The task whose destinations are to be asked what they hold. */
    public TaskConfig task(@Body HistoryRequest request) {
        return config.task(request.task());
    }

    /** An archive that can't be read doesn't hide the others. */
    public HistoryResult look(HistoryRequest request, Catalog catalog) {
        EntryFinder finder = new EntryFinder(new BatchFiles(destinations, catalog.orFail().reachable()));
        byte[] id = DocumentIds.utf8(request.id());
        Set<StoredArchive> restorable = Set.copyOf(catalog.chains().complete());
        Optional<Differences> differences = request.diff() ? Optional.of(new Differences()) : Optional.empty();
        List<Version> versions = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (StoredArchive archive : catalog.archives()) {
            stop.check();
            try {
                finder.find(archive, id).map(it -> version(archive, restorable.contains(archive), it, differences)).ifPresent(versions::add);
            } catch (Failure e) {
                if (e.party() != Party.ARCHIVE && e.party() != Party.DESTINATION) {
                    throw e;
                }
                unreadable.add(new Unreadable(archive, e));
            }
        }
        return new HistoryResult(request.task(), request.id(), catalog.archives().size(), versions, unreadable, catalog.damaged(),
                catalog.failures());
    }

    private static Version version(StoredArchive archive, boolean restorable, Entry entry, Optional<Differences> differences) {
        Optional<Leaf> winner = entry.absent() ? Optional.empty() : Optional.of(Leaf.winner(entry));
        Difference difference = differences.map(it -> it.next(entry.idText(), winner)).orElse(null);
        return new Version(archive, restorable, winner.map(Leaf::revision).orElse(null), entry.deleted(), entry.absent(), entry.revisions(),
                difference);
    }
}
