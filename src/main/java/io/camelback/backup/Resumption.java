package io.camelback.backup;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.archive.Selection;
import io.camelback.catalog.AttachmentCopier;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Chains;
import io.camelback.catalog.Intact;
import io.camelback.catalog.Leftover;
import io.camelback.catalog.StoredArchive;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Going on with the archive of a run that died, from its last finished chunk. Only when it is what this run would make itself: of the same
 * database, since the same sequence, with the same documents; and only where all of it is there still.
 */
final class Resumption {

    private final Run run;
    private final Function<String, Destination> destinations;

    private Resumption(Run run, Function<String, Destination> destinations) {
        this.run = run;
        this.destinations = destinations;
    }

    /**
     * Lets the run go on with the one that has most documents, if there is any.
     *
     * @param last the archive after which the run begins; none if it begins a lineage
     * @param destinations by name
     */
    static void tryIt(Run run, Optional<Manifest> last, Function<String, Destination> destinations) {
        new Resumption(run, destinations).tryIt(last);
    }

    private void tryIt(Optional<Manifest> last) {
        Map<Unfinished, Set<String>> found = new LinkedHashMap<>();
        run.alive().forEach(name -> on(name).stream().filter(it -> fits(it, last))
                .forEach(it -> found.computeIfAbsent(it, any -> new LinkedHashSet<>()).add(name)));
        found.keySet().stream().sorted(Comparator.comparing(Unfinished::documents).reversed())
                .anyMatch(it -> goOn(it, found.get(it)));
    }

    /** Those that a destination knows of. What can't be read any more is none; the run does without. */
    private List<Unfinished> on(String name) {
        return run.catalog.leftovers(name).stream().filter(Leftover::isUnfinished).map(Leftover::name).filter(it -> !isCommitted(it))
                .flatMap(it -> read(name, it).stream()).toList();
    }

    /** Its note may be left, where it could not be removed, or where the archive was missing a part. */
    private boolean isCommitted(ArchiveName name) {
        return run.catalog.archives().stream().anyMatch(it -> it.name().equals(name));
    }

    private Optional<Unfinished> read(String name, ArchiveName archive) {
        Path file = run.staging.fresh();
        try {
            destinations.apply(name).get(archive.key(ArchiveName.UNFINISHED), file);
            Manifest manifest = ManifestJson.read(Staging.read(file), name + ":" + archive.key(ArchiveName.UNFINISHED));
            return Optional.of(Unfinished.of(manifest)).filter(it -> it.manifest().name().equals(archive));
        } catch (Failure e) {
            passOn(e);
            return Optional.empty();
        } finally {
            Staging.remove(file);
        }
    }

    private boolean fits(Unfinished unfinished, Optional<Manifest> last) {
        Manifest manifest = unfinished.manifest();
        boolean place = last.map(it -> manifest.level() == Level.DELTA && manifest.lineage().equals(it.lineage()) && manifest.since().equals(it.until()))
                .orElse(manifest.level() == Level.BASELINE && manifest.since().equals(Chains.BEGINNING));
        boolean shape = unfinished.full() == run.request.full() && unfinished.deleted() == run.task.keepDeleted()
                && Selection.recorded(manifest.settings().get(RunManifest.DOCUMENTS)).ids().equals(run.task.documents().ids());
        return place && shape && SourceIdentity.changed(run, manifest).isEmpty();
    }

    /** Where a part of it is missing the run stores nothing: that destination gets the whole archive before the next one. */
    private boolean goOn(Unfinished unfinished, Set<String> having) {
        Map<String, Failure> lacking = new LinkedHashMap<>();
        List<Path> lists;
        try {
            lists = attachments(unfinished, having);
            for (String name : run.alive()) {
                check(unfinished, lists, name).ifPresent(it -> lacking.put(name, it));
            }
            if (run.alive().size() - lacking.size() < run.task.minDestinations()) {
                return false;
            }
        } catch (Failure e) {
            passOn(e);
            return false;
        }
        for (int i = 0; i < lists.size(); i++) {
            run.attachments.append(unfinished.attachments().get(i).list(), lists.get(i));
            Staging.remove(lists.get(i));
        }
        lacking.forEach(run::lost);
        run.goOn(unfinished);
        return true;
    }

    private List<Path> attachments(Unfinished unfinished, Set<String> having) {
        BatchFiles files = new BatchFiles(destinations, List.copyOf(having));
        StoredArchive archive = new StoredArchive(unfinished.manifest(), "", having);
        return unfinished.attachments().stream().map(it -> files.whole(archive, it.asFile(), run.staging)).toList();
    }

    private Optional<Failure> check(Unfinished unfinished, List<Path> lists, String name) {
        try {
            Destination destination = destinations.apply(name);
            Intact.present(destination, unfinished.manifest().name(), unfinished.files());
            for (int i = 0; i < lists.size(); i++) {
                AttachmentList list = unfinished.attachments().get(i).list();
                AttachmentCopier.checkPresent(run.task.name(), list, lists.get(i), destination);
            }
            return Optional.empty();
        } catch (Failure e) {
            passOn(e);
            return Optional.of(Failure.destination(Reason.MISSING, name + " lacks a part of the archive that an earlier run didn't finish: " + e.what())
                    .remedy("The next run copies the whole archive to it"));
        }
    }

    private static void passOn(Failure e) {
        if (e.reason() == Reason.INTERRUPTED) {
            throw e;
        }
    }
}
