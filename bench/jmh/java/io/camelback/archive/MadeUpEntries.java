package io.camelback.archive;

import io.camelback.bench.MadeUpDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Documents of about 1 KB with ascending ids, the same ones each time. */
public final class MadeUpEntries {

    private MadeUpEntries() {
    }

    /**
     * @param step which of the numbers 0, 1, 2, … have a document: every first, second, …
     * @param bytes of JSON, about
     */
    public static List<Entry> make(int step, long seed, long bytes) {
        MadeUpDocument documents = new MadeUpDocument(seed);
        List<Entry> entries = new ArrayList<>();
        long made = 0;
        for (int number = 0; made < bytes; number += step) {
            Entry entry = documents.entry(String.format(Locale.ROOT, "order:%010d", number));
            entries.add(entry);
            made += entry.line().length + 1;
        }
        return entries;
    }

    static Batch write(Path file, List<Entry> entries) {
        try (BatchWriter writer = new BatchWriter(file)) {
            entries.forEach(writer::add);
            return writer.finish();
        }
    }

    static long bytes(List<Entry> entries) {
        return entries.stream().mapToLong(it -> it.line().length + 1L).sum();
    }
}
