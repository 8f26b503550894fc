package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.stub.Documents;
import io.camelback.stub.RawJson;
import io.camelback.stub.StubCouch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The task {@code shop}: a database that misbehaves as it is told, backed up to two directories. */
final class StubSource implements AutoCloseable {

    final StubCouch server = new StubCouch();
    final String url = server.url("shop");
    final Installation camelback;
    private Documents shop = server.database("shop", new Documents());
    private int copies;

    StubSource(Path directory) {
        camelback = new Installation(existing(directory)).local("one").local("two").line("camelback.tasks.shop.source", url)
                .line("camelback.tasks.shop.destinations", "one, two").line("camelback.tasks.shop.chunkSize", 4);
    }

    private static Path existing(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Documents shop() {
        return shop;
    }

    /** Deletes the database and makes one of the same name. */
    void createAnew() {
        shop = server.database("shop", new Documents());
    }

    /** Puts an earlier state in the place of the database, as a copy of its file would. */
    void putBack(Documents copy, Map<String, ObjectNode> local) {
        shop = copy;
        server.putBack("shop", copy, local);
    }

    StubSource put(String id, int generation) {
        shop.put(id, leaf(id, generation));
        return this;
    }

    /** So many documents, from {@code doc-00000} on. */
    StubSource put(int count) {
        for (int i = 0; i < count; i++) {
            put(String.format("doc-%05d", i), 1);
        }
        return this;
    }

    static String leaf(String id, int generation) {
        return leaf(id, generation, "r" + generation, false);
    }

    static String leaf(String id, int generation, String hash, boolean deleted) {
        return "{\"_id\":\"" + id + "\",\"_rev\":\"" + generation + "-" + hash + "\"," + (deleted ? "\"_deleted\":true," : "") + "\"n\":1.50,\"_revisions\":{\"start\":"
                + generation + ",\"ids\":[\"" + hash + "\"]}}";
    }

    Installation.Result backup(int code) {
        return camelback.run("backup", "shop").expect(code);
    }

    /** Of both destinations. */
    List<Path> manifests() {
        try (Stream<Path> files = Files.walk(camelback.directory())) {
            return files.filter(it -> it.endsWith("manifest.json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A run that fails with this one line, and leaves nothing that counts on any destination. */
    void failsAndCommitsNothing(int code, String message) {
        List<Path> before = manifests();
        Installation.Result failed = backup(code);
        assertThat(failed.err()).isEqualTo("camelback: " + message + "\n");
        assertThat(failed.out()).isEmpty();
        assertThat(manifests()).isEqualTo(before);
    }

    /** A run that ends well without a word of warning, after which both destinations have the database as it is. */
    void backsUpAll() {
        Installation.Result good = backup(0);
        assertThat(good.err()).isEmpty();
        isRestored();
    }

    /** The newest restore point is the database as it is. */
    void isRestored() {
        Map<String, List<String>> restored = restored();
        Map<String, List<String>> now = content(shop);
        Set<String> ids = new TreeSet<>(now.keySet());
        ids.addAll(restored.keySet());
        ids.removeIf(it -> Objects.equals(now.get(it), restored.get(it)));
        assertThat(ids).as("documents that are not as they were").isEmpty();
    }

    int documents() {
        return shop.ids().size();
    }

    /** Of each document, by id, its leaves, of what a restore of the newest point brings, or of the one that the words name. */
    Map<String, List<String>> restored(String... words) {
        String name = "copy-" + copies++;
        String[] command = Stream.concat(Stream.of("restore", "shop", "--to", server.url(name)), Stream.of(words)).toArray(String[]::new);
        camelback.run(command).expect(0);
        return content(server.written(name));
    }

    private static Map<String, List<String>> content(Documents documents) {
        return documents.ids().stream().collect(Collectors.toMap(it -> it,
                it -> documents.leaves(it).stream().map(RawJson::text).sorted().toList(), (one, other) -> one, TreeMap::new));
    }

    @Override
    public void close() {
        server.close();
    }
}
