package io.camelback.catalog;

import static io.camelback.catalog.Archives.document;
import static io.camelback.catalog.Archives.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.job.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ChainReaderTest {

    private static Path work;

    @BeforeContainer
    static void folder() throws IOException {
        work = Files.createTempDirectory("chains");
    }

    @AfterContainer
    static void clear() throws IOException {
        Staging.in(work.getParent(), work.getFileName().toString()).close();
    }

    /** Archives are lists of segments, segments are lists of documents; the newest of each document is what is read. */
    @Property(tries = 100, seed = "1")
    void ofEachDocumentTheNewestIsRead(@ForAll(supplier = AnyContents.class) List<List<List<Entry>>> contents, @ForAll @IntRange(min = 1, max = 4) int batchSize) {
        InMemoryDestination nas = new InMemoryDestination("nas");
        TreeMap<String, Entry> model = new TreeMap<>();
        contents.forEach(archive -> archive.forEach(segment -> segment.forEach(it -> model.put(it.idText(), it))));
        try (Staging staging = Staging.in(work.resolve("staging"), "read-" + UUID.randomUUID())) {
            ChainReader reader = new ChainReader(chain(contents, batchSize, nas), new BatchFiles(Map.of("nas", nas)::get, List.of("nas")), staging);
            assertThat(all(reader.entries(null, null))).isEqualTo(List.copyOf(model.values()));
            assertThat(all(reader.entries(utf8("b"), utf8("e")))).isEqualTo(List.copyOf(model.subMap("b", "e").values()));
            assertThat(all(reader.entries(null, utf8("c")))).isEqualTo(List.copyOf(model.headMap("c").values()));
            assertThat(all(reader.entries(utf8("d"), null))).isEqualTo(List.copyOf(model.tailMap("d").values()));
            AnyContents.IDS.forEach(id -> assertThat(reader.find(utf8(id)).orElse(null)).isEqualTo(
                    model.containsKey(id) && !model.get(id).absent() ? model.get(id) : null));
            assertThat(staging.file("")).as("batches are removed when they are read").isEmptyDirectory();
        }
    }

    @Example
    void aSingleDocumentCostsATailAndAFrame() {
        InMemoryDestination nas = new InMemoryDestination("nas");
        List<Entry> documents = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            documents.add(document("order-" + (100_000 + i), UUID.nameUUIDFromBytes(utf8("" + i)) + "-" + UUID.nameUUIDFromBytes(utf8("x" + i))
                    + UUID.nameUUIDFromBytes(utf8("y" + i)).toString().repeat(20)));
        }
        Chain chain = chain(List.of(List.of(documents), List.of(List.of(document("order-100005", "new")))), 1_000, nas);
        try (Staging staging = Staging.in(work.resolve("staging"), "read-" + UUID.randomUUID())) {
            ChainReader reader = new ChainReader(chain, new BatchFiles(Map.of("nas", nas)::get, List.of("nas")), staging);
            assertThat(reader.find(utf8("order-102999")).orElseThrow().line()).isEqualTo(documents.get(2_999).line());
            assertThat(nas.gets).isEmpty();
            assertThat(nas.reads).as("the tail and one frame").hasSize(2);
            assertThat(nas.bytesRead).isLessThan(chain.bytes() / 2);
            assertThat(reader.find(utf8("order-100005")).orElseThrow().line()).isEqualTo(document("order-100005", "new").line());
            nas.reads.clear();
            assertThat(reader.find(utf8("zebra"))).isEmpty();
            assertThat(nas.reads).as("ids beyond a batch's last cost nothing").isEmpty();
        }
    }

    private static Chain chain(List<List<List<Entry>>> contents, int batchSize, InMemoryDestination destination) {
        List<StoredArchive> archives = new ArrayList<>();
        for (List<List<Entry>> segments : contents) {
            int number = archives.size();
            archives.add(Archives.store(work, number, number == 0 ? "0" : number + "-s", number + 1 + "-s", segments, batchSize, destination));
        }
        return new Chain(archives);
    }

    private static List<Entry> all(EntryCursor cursor) {
        List<Entry> all = new ArrayList<>();
        try (cursor) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                all.add(entry);
            }
        }
        return all;
    }
}
