package io.camelback.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Chain;
import io.camelback.catalog.ChainReader;
import io.camelback.catalog.StoredArchive;
import io.camelback.job.Staging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the archives of a chain make of each other, by the simplest of means: a map, in which newer entries overwrite older ones. Archives
 * never change, so each is read once, and what a chain has in common with one that was looked at before is taken from there.
 */
final class PointStates {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BatchFiles files;
    private final Staging staging;
    private Map<String, Map<String, Optional<Map<String, JsonNode>>>> contents = new HashMap<>();
    private Map<String, Map<String, Map<String, JsonNode>>> known = new HashMap<>();
    private Map<String, Map<String, Map<String, JsonNode>>> used = new HashMap<>();

    PointStates(BatchFiles files, Staging staging) {
        this.files = files;
        this.staging = staging;
    }

    /** The database at the end of a chain, leaf by leaf. */
    Map<String, Map<String, JsonNode>> at(Chain chain) {
        Map<String, Map<String, JsonNode>> state = Map.of();
        StringBuilder way = new StringBuilder();
        for (StoredArchive archive : chain.archives()) {
            way.append(archive.name()).append('\n');
            Map<String, Map<String, JsonNode>> before = state;
            state = used.computeIfAbsent(way.toString(), it -> Optional.ofNullable(known.get(it)).orElseGet(() -> overlay(before, archive)));
        }
        return state;
    }

    /** Forgets what no chain had any more since this was called before. */
    void forget(List<StoredArchive> archives) {
        Set<String> there = archives.stream().map(it -> it.name().path()).collect(Collectors.toSet());
        contents.keySet().retainAll(there);
        known = used;
        used = new HashMap<>();
    }

    private Map<String, Map<String, JsonNode>> overlay(Map<String, Map<String, JsonNode>> before, StoredArchive archive) {
        Map<String, Map<String, JsonNode>> after = new TreeMap<>(before);
        contents.computeIfAbsent(archive.name().path(), it -> read(archive)).forEach((id, leaves) ->
                leaves.ifPresentOrElse(it -> after.put(id, it), () -> after.remove(id)));
        return after;
    }

    /** Empty stands for absent. */
    private Map<String, Optional<Map<String, JsonNode>>> read(StoredArchive archive) {
        Map<String, Optional<Map<String, JsonNode>>> content = new HashMap<>();
        try (EntryCursor entries = new ChainReader(new Chain(List.of(archive)), files, staging).entries(null, null)) {
            for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                content.put(entry.idText(), entry.absent() ? Optional.empty() : Optional.of(leaves(entry)));
            }
        }
        return content;
    }

    private static Map<String, JsonNode> leaves(Entry entry) {
        Map<String, JsonNode> leaves = new HashMap<>();
        for (byte[] leaf : entry.leaves()) {
            try {
                JsonNode json = JSON.readTree(leaf);
                leaves.put(json.path("_rev").asText(), json);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return leaves;
    }
}
