package io.camelback.backup;

import io.camelback.archive.ArchiveName;
import io.camelback.catalog.Catalog;
import java.util.regex.Pattern;

/**
 * Where archives end: at sequences of the feed, as a rule. But a run may have something to store while the feed stands where it stood,
 * for it tells nothing of a purge, or while it is back where an archive ended before. If two archives ended in one place, chains would
 * go on from there without one of them. So the later end gets a mark behind the sequence: a space, which no sequence has in it, and the
 * name of the archive.
 */
final class Ends {

    private static final Pattern MARK = Pattern.compile(" \\d{8}T\\d{6}Z-[0-9a-f]{8}$");

    private Ends() {
    }

    /** The sequence by which to ask the feed what came after the end of an archive. */
    static String sequence(String end) {
        return MARK.matcher(end).replaceFirst("");
    }

    /** The end of an archive that reaches this sequence: a place of its own in the lineage. */
    static String of(String sequence, ArchiveName archive, Catalog catalog) {
        boolean taken = catalog.archives().stream().map(it -> it.manifest()).filter(it -> it.lineage().equals(archive.lineage()))
                .anyMatch(it -> it.since().equals(sequence) || it.until().equals(sequence));
        return taken ? sequence + " " + archive.name() : sequence;
    }
}
