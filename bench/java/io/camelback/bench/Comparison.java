package io.camelback.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Makes tables in Markdown of what was measured. */
final class Comparison {

    private static final String FULL = "full backup";
    private static final String NOTHING = "–";
    private static final List<String> SIZES = List.of("size", "days");

    /** By part, by who did it, by what was measured: a value of each round. */
    private final Map<String, Map<String, Map<String, List<Double>>>> values = new LinkedHashMap<>();

    /** Arguments: a file with lines of part, who, what and value, with tabs between; and how many documents there were. */
    public static void main(String[] args) throws IOException {
        Comparison comparison = new Comparison();
        Files.readAllLines(Path.of(args[0])).forEach(comparison::add);
        System.out.printf(Locale.ROOT, "%,d documents of 1 KB. %s%n%n", Integer.parseInt(args[1]), machine());
        comparison.printTimes();
        comparison.printSizes();
    }

    private void add(String line) {
        String[] fields = line.split("\t");
        if (!fields[0].equals("-")) {
            values.computeIfAbsent(fields[0], it -> new LinkedHashMap<>()).computeIfAbsent(fields[1], it -> new LinkedHashMap<>())
                    .computeIfAbsent(fields[2], it -> new ArrayList<>()).add(Double.valueOf(fields[3]));
        }
    }

    private void printTimes() {
        System.out.println("| | | wall, s | processor, s | memory, MB | stored, MB | wall ÷ bare | wall ÷ couchbackup | processor ÷ couchbackup |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        values.forEach((part, all) -> all.keySet().stream().filter(it -> !SIZES.contains(part)).forEach(who -> row(part, who,
                figure(of(part, who, "wall"), 1), figure(of(part, who, "cpu"), 1), figure(of(part, who, "memory"), 1e6),
                figure(of(part, who, "stored"), 1e6), ratio(part, who, "wall", "bare"), ratio(part, who, "wall", "couchbackup"),
                ratio(part, who, "cpu", "couchbackup"))));
    }

    private void printSizes() {
        if (values.keySet().stream().noneMatch(SIZES::contains)) {
            return;
        }
        System.out.println("\n| | stored, MB | ratio |\n|---|---|---|");
        values.forEach((part, all) -> all.keySet().stream().filter(it -> SIZES.contains(part)).forEach(who -> row(who,
                figure(of(part, who, "stored"), 1e6), quotient(of(part, who, "stored"), of(part, all.keySet().iterator().next(), "stored")))));
    }

    private static void row(String... cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    private List<Double> of(String part, String who, String what) {
        return values.getOrDefault(part, Map.of()).getOrDefault(who, Map.of()).getOrDefault(what, List.of());
    }

    /** Beside whoever does the same, or else a full backup. */
    private String ratio(String part, String who, String what, String other) {
        List<Double> others = of(part, other, what);
        return who.equals(other) ? NOTHING : quotient(of(part, who, what), others.isEmpty() ? of(FULL, other, what) : others);
    }

    private static String quotient(List<Double> ones, List<Double> others) {
        return ones.isEmpty() || others.isEmpty() ? NOTHING : String.format(Locale.ROOT, "%.3f", median(ones) / median(others));
    }

    /** The median, and behind it the least and the most. */
    private static String figure(List<Double> all, double unit) {
        if (all.isEmpty()) {
            return NOTHING;
        }
        double[] sorted = all.stream().mapToDouble(it -> it / unit).sorted().toArray();
        String median = number(median(all) / unit);
        return sorted.length == 1 ? median : median + " (" + number(sorted[0]) + "–" + number(sorted[sorted.length - 1]) + ")";
    }

    private static double median(List<Double> all) {
        double[] sorted = all.stream().mapToDouble(it -> it).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    private static String machine() throws IOException {
        JsonNode couch = new ObjectMapper().readTree(CouchServer.ofEnvironment().send("GET", "", null));
        double memory = Double.parseDouble(line("/proc/meminfo", "MemTotal").replace(" kB", "")) * 1024 / 1e9;
        return String.format(Locale.ROOT, "CouchDB %s (%s), %d cores of %s, %.0f GB of memory, %s %s, Java %s.",
                couch.path("version").asText(), couch.path("vendor").path("name").asText(), Runtime.getRuntime().availableProcessors(),
                line("/proc/cpuinfo", "model name"), memory, System.getProperty("os.name"), System.getProperty("os.version"),
                System.getProperty("java.version"));
    }

    /** What stands behind a name and a colon. */
    private static String line(String file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(it -> it.startsWith(name)).findFirst().map(it -> it.substring(it.indexOf(':') + 1).strip()).orElse("?");
        }
    }
}
