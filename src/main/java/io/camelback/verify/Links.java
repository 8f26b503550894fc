package io.camelback.verify;

import io.camelback.archive.Manifest;
import io.camelback.catalog.Chains;
import io.camelback.catalog.StoredArchive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What manifests tell of each other. The one of a run has the SHA-256 of the manifest before it; a rollup has the place of its inputs, and
 * tells the SHA-256 of its last one. So a manifest that isn't what was stored is contradicted by others, even if nothing is wrong with it
 * taken by itself.
 */
final class Links {

    private record Place(String lineage, String sequence) {
    }

    private final Map<Place, List<StoredArchive>> endingAt = new HashMap<>();
    private final Map<Place, List<StoredArchive>> startingAt = new HashMap<>();
    private final Map<String, List<StoredArchive>> byPath = new HashMap<>();
    private final List<StoredArchive> rollups = new ArrayList<>();

    /** @param archives of all destinations, each as it is there: one that two destinations have otherwise is here twice */
    Links(Collection<StoredArchive> archives) {
        for (StoredArchive archive : archives) {
            endingAt.computeIfAbsent(until(archive), it -> new ArrayList<>()).add(archive);
            startingAt.computeIfAbsent(since(archive), it -> new ArrayList<>()).add(archive);
            byPath.computeIfAbsent(archive.name().path(), it -> new ArrayList<>()).add(archive);
            if (!archive.manifest().inputs().isEmpty()) {
                rollups.add(archive);
            }
        }
    }

    /**
     * What contradicts a manifest.
     *
     * @param reason what is wrong with it, for people
     * @param expected the SHA-256 that it should have, if that is known
     */
    record Contradiction(String reason, Optional<String> expected) {
    }

    Optional<Contradiction> of(StoredArchive archive) {
        return follower(archive).or(() -> ofRollup(archive)).or(() -> asInput(archive)).or(() -> otherCopy(archive));
    }

    /** Whether the manifest is just the one that an archive after it, or a rollup made of it, knows. */
    private boolean isNamed(StoredArchive archive) {
        return followers(archive).anyMatch(it -> archive.runSha256().equals(it.manifest().previous()))
                || rollups(archive).anyMatch(it -> archive.runSha256().equals(it.manifest().last()));
    }

    private Optional<Contradiction> follower(StoredArchive archive) {
        return isNamed(archive) ? Optional.empty() : followers(archive).filter(it -> isOnlyOneBefore(archive, it)).findFirst()
                .map(it -> new Contradiction("the archive after it, " + it.id() + ", names a manifest with another SHA-256, " + it.manifest().previous(),
                        expected(archive, it.manifest().previous())));
    }

    private boolean isOnlyOneBefore(StoredArchive archive, StoredArchive follower) {
        return endingAt.get(until(archive)).stream().filter(it -> !it.name().equals(archive.name()))
                .noneMatch(it -> it.runSha256().equals(follower.manifest().previous()));
    }

    /** What the place of a rollup should be is told by its inputs, as long as these are there. */
    private Optional<Contradiction> ofRollup(StoredArchive archive) {
        Manifest rollup = archive.manifest();
        if (rollup.inputs().isEmpty()) {
            return Optional.empty();
        }
        Optional<Manifest> first = manifest(rollup.inputs().get(0));
        Optional<Manifest> last = manifest(rollup.inputs().get(rollup.inputs().size() - 1));
        boolean begins = first.isEmpty() || rollup.since().equals(first.get().since()) && rollup.start().equals(first.get().start());
        boolean ends = last.isEmpty() || rollup.until().equals(last.get().until()) && rollup.end().equals(last.get().end());
        return begins && ends && follow(rollup.inputs()) ? Optional.empty()
                : Optional.of(new Contradiction("it has not the place of its inputs, which are still there", Optional.empty()));
    }

    private boolean follow(List<String> inputs) {
        for (int i = 1; i < inputs.size(); i++) {
            Optional<Manifest> one = manifest(inputs.get(i - 1));
            Optional<Manifest> next = manifest(inputs.get(i));
            if (one.isPresent() && next.isPresent() && !one.get().until().equals(next.get().since())) {
                return false;
            }
        }
        return true;
    }

    private Optional<Contradiction> asInput(StoredArchive archive) {
        return isNamed(archive) ? Optional.empty() : rollups(archive).filter(it -> it.manifest().last() != null).findFirst()
                .map(it -> new Contradiction("the rollup " + it.id() + " that was made of it names a manifest with another SHA-256, " + it.manifest().last(),
                        expected(archive, it.manifest().last())));
    }

    private Optional<Contradiction> otherCopy(StoredArchive archive) {
        return isNamed(archive) ? Optional.empty() : byPath.get(archive.name().path()).stream().filter(it -> !it.sha256().equals(archive.sha256())).findFirst()
                .map(it -> new Contradiction("the one on " + String.join(", ", it.destinations()) + " is another, and should be the same",
                        isNamed(it) ? Optional.of(it.sha256()) : Optional.empty()));
    }

    /** A rollup is named by its last run, which says nothing of its own manifest. */
    private static Optional<String> expected(StoredArchive archive, String run) {
        return archive.manifest().inputs().isEmpty() ? Optional.of(run) : Optional.empty();
    }

    private Stream<StoredArchive> followers(StoredArchive archive) {
        return startingAt.getOrDefault(until(archive), List.of()).stream().filter(it -> it.manifest().previous() != null)
                .filter(it -> !it.manifest().since().equals(Chains.BEGINNING));
    }

    /** Those whose last input it is. */
    private Stream<StoredArchive> rollups(StoredArchive archive) {
        return rollups.stream().filter(it -> it.manifest().inputs().get(it.manifest().inputs().size() - 1).equals(archive.name().path()));
    }

    private Optional<Manifest> manifest(String path) {
        return byPath.getOrDefault(path, List.of()).stream().findFirst().map(StoredArchive::manifest);
    }

    private static Place since(StoredArchive archive) {
        return new Place(archive.manifest().lineage(), archive.manifest().since());
    }

    private static Place until(StoredArchive archive) {
        return new Place(archive.manifest().lineage(), archive.manifest().until());
    }
}
