package io.camelback.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelback.demo.CouchClient;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What a process has done, as seen from outside. */
interface Deeds {

    /** What it had come to. */
    enum Phase {
        /** Java, and Camel, were starting. */
        STARTING,
        /** Nothing had come to a destination or gone from it, or to the target of a restore. */
        READING,
        /** Files, or documents, had. */
        STORING,
        /** Manifests had; the note of a restore was gone. */
        COMMITTING
    }

    /** How much: a number that grows. */
    int count();

    /** @param started whether Camel had started */
    Phase phase(boolean started);

    /** Files that came to a destination, or went. */
    final class OfFiles implements Deeds {

        private final Supplier<Set<String>> files;
        private final Set<String> before;

        /** @param files that are there now */
        OfFiles(Supplier<Set<String>> files) {
            this.files = files;
            this.before = files.get();
        }

        private Set<String> changed() {
            Set<String> changed = files.get();
            Set<String> gone = new TreeSet<>(before);
            gone.removeAll(changed);
            changed.removeAll(before);
            changed.addAll(gone);
            return changed;
        }

        @Override
        public int count() {
            return changed().size();
        }

        @Override
        public Phase phase(boolean started) {
            Set<String> changed = changed();
            return !started ? Phase.STARTING : changed.isEmpty() ? Phase.READING
                    : changed.stream().noneMatch(it -> it.endsWith("manifest.json")) ? Phase.STORING : Phase.COMMITTING;
        }
    }

    /** Documents in the target of a restore. */
    final class OfRestore implements Deeds {

        private final CouchClient couch;
        private final String target;

        OfRestore(CouchClient couch, String target) {
            this.couch = couch;
            this.target = target;
        }

        @Override
        public int count() {
            if (!couch.get("/_all_dbs").toString().contains('"' + target + '"')) {
                return 0;
            }
            JsonNode info = couch.get("/" + target);
            return info.path("doc_count").asInt() + info.path("doc_del_count").asInt();
        }

        @Override
        public Phase phase(boolean started) {
            return !started ? Phase.STARTING : count() == 0 ? Phase.READING
                    : couch.get("/" + target + "/_local_docs").path("rows").isEmpty() ? Phase.COMMITTING : Phase.STORING;
        }
    }
}
