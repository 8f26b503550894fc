package io.camelback.e2e;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Batch;
import io.camelback.archive.BatchWriter;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.archive.Merge;
import io.camelback.archive.RangeReader;
import io.camelback.archive.Segment;
import io.camelback.archive.SegmentCursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The archives of a task in a directory, to be rolled up, removed and damaged behind Camelback's back. */
record StoredTask(Path directory, String task) {

    /** Batches of this size make a rollup lighter than its inputs, so that it is what is read first … */
    static final int LIGHT = 40_000;
    /** … and with these, each with an index of its own, it is heavier. */
    static final int HEAVY = 2_000;

    /** By their numbers. */
    List<Manifest> manifests() {
        try (Stream<Path> files = Files.walk(directory.resolve(task))) {
            return files.filter(it -> it.endsWith(ArchiveName.MANIFEST)).map(it -> ManifestJson.read(bytes(it), it.toString()))
                    .sorted(Comparator.comparing(Manifest::number)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds what a rollup of these archives leaves: one segment, the newest entry of each document, since the first and until the last. */
    Manifest rollUp(List<Manifest> inputs, int batchBytes) {
        Manifest first = inputs.get(0);
        Manifest last = inputs.get(inputs.size() - 1);
        Level level = first.level() == Level.BASELINE ? Level.BASELINE : Level.DAILY;
        ArchiveName name = new ArchiveName(task, last.lineage(), level, ArchiveName.draw(last.end(), new Random(manifests().size())));
        List<Batch> batches = new ArrayList<>();
        try (EntryCursor merged = merge(inputs)) {
            Files.createDirectories(folder(name));
            Entry next = merged.next();
            while (next != null) {
                try (BatchWriter writer = new BatchWriter(folder(name).resolve(Batch.fileName(batches.size())))) {
                    for (; next != null && writer.bytes() < batchBytes; next = merged.next()) {
                        writer.add(next);
                    }
                    batches.add(writer.finish());
                }
            }
            List<Manifest> all = manifests();
            Manifest rollup = Manifest.ofRollup(name, all.get(all.size() - 1).number() + 1, first, last, List.of(new Segment(batches)),
                    inputs.stream().map(it -> it.name().path()).toList(), lastRun(last));
            Files.write(directory.resolve(name.manifestKey()), ManifestJson.write(rollup));
            return rollup;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastRun(Manifest last) {
        return last.last() != null ? last.last() : ManifestJson.sha256(bytes(directory.resolve(last.name().manifestKey())));
    }

    private EntryCursor merge(List<Manifest> inputs) {
        List<EntryCursor> newestFirst = new ArrayList<>();
        for (Manifest input : inputs) {
            input.segments().forEach(segment -> newestFirst.add(0, new SegmentCursor(segment,
                    batch -> RangeReader.of(folder(input.name()).resolve(batch.file())), input.name().path(), null, null)));
        }
        return new Merge(newestFirst);
    }

    /** The manifest first, then the batches. */
    void remove(Manifest archive) {
        try (Stream<Path> files = Files.list(folder(archive.name()))) {
            Files.delete(directory.resolve(archive.name().manifestKey()));
            for (Path file : files.filter(it -> !it.endsWith(ArchiveName.MANIFEST)).toList()) {
                Files.delete(file);
            }
            Files.delete(folder(archive.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One bit in each batch is turned over. */
    void damage(Manifest archive) {
        for (Batch batch : archive.segments().get(0).batches()) {
            Path file = folder(archive.name()).resolve(batch.file());
            byte[] bytes = bytes(file);
            bytes[bytes.length / 3] ^= 1;
            try {
                Files.write(file, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path folder(ArchiveName name) {
        return directory.resolve(name.path());
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
