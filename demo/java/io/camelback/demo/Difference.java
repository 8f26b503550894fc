package io.camelback.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares what should be the same, leaf by leaf and file by file. */
public final class Difference {

    private Difference() {
    }

    /** A line for each leaf revision that only one of two databases has, or that they have with other content. */
    public static List<String> between(String what, Map<String, Map<String, JsonNode>> expected,
            Map<String, Map<String, JsonNode>> found) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>(expected.keySet());
        ids.addAll(found.keySet());
        for (String id : ids) {
            Map<String, JsonNode> was = expected.getOrDefault(id, Map.of());
            Map<String, JsonNode> is = found.getOrDefault(id, Map.of());
            TreeSet<String> revisions = new TreeSet<>(was.keySet());
            revisions.addAll(is.keySet());
            for (String revision : revisions) {
                if (!is.containsKey(revision)) {
                    differences.add(what + ": " + id + " lacks revision " + revision);
                } else if (!was.containsKey(revision)) {
                    differences.add(what + ": " + id + " has a revision too many, " + revision);
                } else if (!was.get(revision).equals(is.get(revision))) {
                    differences.add(what + ": " + id + " " + revision + " was " + was.get(revision) + " and is " + is.get(revision));
                }
            }
        }
        return differences;
    }

    /** A line for each file that isn't the same in all of these directories. */
    public static List<String> betweenFiles(Path first, Path... others) throws IOException {
        Map<String, byte[]> expected = files(first);
        List<String> differences = new ArrayList<>();
        for (Path other : others) {
            Map<String, byte[]> found = files(other);
            TreeSet<String> names = new TreeSet<>(expected.keySet());
            names.addAll(found.keySet());
            for (String name : names) {
                if (!Arrays.equals(expected.get(name), found.get(name))) {
                    differences.add(name + " is not the same in " + first.getFileName() + " and in " + other.getFileName());
                }
            }
        }
        return differences;
    }

    private static Map<String, byte[]> files(Path directory) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
