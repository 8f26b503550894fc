package io.camelback.catalog;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Manifest;
import io.camelback.archive.Segment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An archive that is committed on one destination at least.
 *
 * @param sha256 of the manifest's bytes, by which the next archive names it
 * @param destinations that have its manifest, by name, sorted
 */
public record StoredArchive(Manifest manifest, String sha256, Set<String> destinations) {

    /** Along a chain, and over all lineages that were known when it was made, an archive ends later than those before it. */
    public static final Comparator<StoredArchive> BY_END = Comparator.comparing((StoredArchive it) -> it.manifest().end())
            .thenComparing(it -> it.manifest().number()).thenComparing(it -> it.name().path());

    public ArchiveName name() {
        return manifest.name();
    }

    /** The task's name left out: how users see an archive. */
    public String id() {
        return name().id();
    }

    /** Of the manifest by which the archive that follows names this one: a rollup stands for the last run in it. */
    public String runSha256() {
        return manifest.last() == null ? sha256 : manifest.last();
    }

    /** When it was made, which for a rollup is long after its end. */
    public Instant made() {
        return name().drawn().orElse(manifest.end());
    }

    public boolean isOn(String destination) {
        return destinations.contains(destination);
    }

    /** Of a document that is in several segments the first of these has the valid entry. */
    List<Segment> newestSegmentsFirst() {
        List<Segment> segments = new ArrayList<>(manifest.segments());
        Collections.reverse(segments);
        return segments;
    }

    StoredArchive alsoOn(String destination) {
        Set<String> all = new TreeSet<>(destinations);
        all.add(destination);
        return new StoredArchive(manifest, sha256, all);
    }
}
