package io.camelback.backup;

import io.camelback.archive.DocumentIds;
import io.camelback.archive.Manifest;
import io.camelback.couchdb.PurgedInfos;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Purged documents. No feed tells of them, so their ids are asked for apart, when {@code purge_seq} is another one, and join those of
 * the run's first chunk: what is not found any more becomes an absent line.
 *
 * <p>In a cluster {@code purge_seq} is another text whenever another node answers. What the last run knew of purges stands in its
 * manifest, so that the same answer is not stored again. It alone doesn't do: a document that was purged, written and purged again is in the
 * answer but once. So the number before the dash, the count of purges, belongs to it.
 */
final class Purges {

    /** A setting in the manifest: what was known of purges. */
    static final String SETTING = "purges";
    private static final String NONE = "0";

    private Purges() {
    }

    /** @param last that of the archive which the run goes on from; none if it begins a lineage, where nothing older is to be hidden */
    static void begin(Run run, Optional<Manifest> last) {
        String was = last.map(it -> it.source().purgeSeq()).orElse(NONE);
        String is = run.source.info().purgeSeq();
        Optional<String> known = last.flatMap(it -> Optional.ofNullable(it.settings().get(SETTING))).map(Object::toString);
        run.purges = known;
        if (is.equals(was) || last.isEmpty() && count(is).equals(NONE)) {
            return;
        }
        Optional<PurgedInfos> infos = run.source.purged();
        run.purges = infos.map(it -> count(is) + "-" + it.sha256());
        if (infos.isPresent() && last.isPresent() && !run.purges.equals(known)) {
            run.purged = infos.get().ids();
        }
        if (infos.isEmpty() && last.isPresent() && !count(is).equals(count(was))) {
            run.warnings.add("documents were purged from " + run.source.url() + ", and it doesn't tell which: those that its feed doesn't tell of "
                    + "stay in the backup until a new lineage begins");
        }
    }

    /** With these in it, a chunk's ids are sorted and different still. */
    static List<byte[]> join(Run run, List<byte[]> ids) {
        List<byte[]> purged = run.purged;
        if (purged.isEmpty()) {
            return ids;
        }
        run.purged = List.of();
        run.rewind.ifPresent(it -> it.fetched(purged));
        TreeSet<byte[]> all = new TreeSet<>(DocumentIds.ORDER);
        all.addAll(ids);
        all.addAll(purged);
        return new ArrayList<>(all);
    }

    private static String count(String purgeSeq) {
        int dash = purgeSeq.indexOf('-');
        return dash < 0 ? purgeSeq : purgeSeq.substring(0, dash);
    }
}
