package io.camelback.bench;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Batch;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.archive.Merge;
import io.camelback.archive.MergeWriter;
import io.camelback.archive.RangeReader;
import io.camelback.archive.Segment;
import io.camelback.archive.SegmentCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Merges all archives below a folder the way a rollup does, and prints how many documents that makes. */
final class MergeDeltas {

    private static final long BATCH_BYTES = 64 << 20;

    private MergeDeltas() {
    }

    public static void main(String[] args) throws IOException {
        Path output = Path.of(args[1]);
        long documents = 0;
        try (MergeWriter writer = new MergeWriter(new Merge(newestFirst(Path.of(args[0]))), entry -> true, BATCH_BYTES,
                output::resolve)) {
            for (Optional<Batch> batch = writer.next(); batch.isPresent(); batch = writer.next()) {
                documents += batch.get().documents();
            }
        }
        System.out.println(documents);
    }

    /** The names of archives begin with their time. */
    private static List<EntryCursor> newestFirst(Path root) throws IOException {
        List<Path> manifests;
        try (Stream<Path> files = Files.walk(root)) {
            manifests = files.filter(it -> it.endsWith(ArchiveName.MANIFEST)).sorted(Comparator.reverseOrder()).toList();
        }
        List<EntryCursor> cursors = new ArrayList<>();
        for (Path file : manifests) {
            Path folder = file.getParent();
            Manifest manifest = ManifestJson.read(Files.readAllBytes(file), file.toString());
            for (Segment segment : manifest.segments()) {
                cursors.add(new SegmentCursor(segment, batch -> RangeReader.of(folder.resolve(batch.file())), folder.toString(),
                        null, null));
            }
        }
        return cursors;
    }
}
