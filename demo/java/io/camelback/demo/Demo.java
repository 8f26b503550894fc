package io.camelback.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.cli.CommandLineMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything once, on real data and embedded servers: a baseline and a delta to a directory, S3 and FTP at once, both restored and
 * compared with what was there, and so is what an installation elsewhere gets out of the encrypted bucket. Ends with a code other than 0 on any difference.
 */
public final class Demo {

    private static final int PLACES = 20_000;

    private final Path home;
    private final Path work;
    private final PrintStream out = System.out;
    private final Map<String, String> summary = new LinkedHashMap<>();

    private Demo(Path home) {
        this.home = home;
        this.work = home.resolve("target/demo");
    }

    public static void main(String[] args) throws Exception {
        Demo demo = new Demo(Path.of(System.getProperty("camelback.home", ".")).toAbsolutePath().normalize());
        boolean right = demo.play();
        // the embedded servers leave threads behind that would keep the process alive
        System.exit(right ? 0 : 1);
    }

    private boolean play() throws Exception {
        removeOldRun();
        say("Starting a CouchDB-compatible server, an S3 server that checks signatures, and an FTP server");
        try (CouchServer couch = CouchServer.start(home.resolve("demo"), work.resolve("couchdb"));
                S3Server s3 = S3Server.start(work.resolve("s3"), "demo", "s3cret/Key+with=signs", "backups");
                FtpServer ftp = FtpServer.start(work.resolve("ftp"), "demo", "ftp s3cret & more")) {
            Path key = DemoConfig.writeKey(work);
            Path config = DemoConfig.write(work, couch, s3, key, ftp);
            World world = new World(new CouchClient(couch.url(), CouchServer.USERNAME, CouchServer.PASSWORD), home.resolve("demo"));

            say("Loading the countries of the world and " + number(PLACES) + " places into database " + World.DATABASE);
            world.load(PLACES);
            Map<String, Map<String, JsonNode>> before = world.leaves(World.DATABASE);

            JsonNode baseline = json(config, "backup", "world");
            say("Changing, deleting and adding documents; making conflicts; deleting and making again");
            world.edit();
            Map<String, Map<String, JsonNode>> after = world.leaves(World.DATABASE);
            JsonNode delta = json(config, "backup", "world");
            run(config, "list", "world");

            JsonNode first = restore(config, couch, baseline, "world-before");
            JsonNode second = restore(config, couch, delta, "world-after");
            say("On another machine, with the key and the encrypted bucket only");
            Path elsewhere = DemoConfig.writeElsewhere(work.resolve("elsewhere"), couch, s3, key);
            JsonNode third = restore(elsewhere, couch, delta, "world-from-s3");
            List<String> differences = new ArrayList<>();
            differences.addAll(Difference.between("world-before", before, world.leaves("world-before")));
            differences.addAll(Difference.between("world-after", after, world.leaves("world-after")));
            differences.addAll(Difference.between("world-from-s3", after, world.leaves("world-from-s3")));
            differences.addAll(Difference.betweenFiles(work.resolve("local"), ftp.files()));

            summarize("baseline", baseline, before);
            summarize("delta", delta, null);
            summary.put("restored before", restored(first));
            summary.put("restored after", restored(second));
            summary.put("restored from S3", restored(third) + ", decrypted");
            return conclude(List.of(before, after, after), differences);
        }
    }

    private JsonNode restore(Path config, CouchServer couch, JsonNode backup, String database) throws IOException {
        return json(config, "restore", "world", "--at", backup.path("restorePoint").asText(), "--to", couch.url() + "/" + database);
    }

    /** Runs a command as a user would, showing it. */
    private void run(Path config, String... words) {
        show(words);
        int code = CommandLineMain.execute(with(words, "--config", config.toString()));
        if (code != 0) {
            throw new IllegalStateException("camelback ended with " + code);
        }
    }

    /** The same with --json, for figures. */
    private JsonNode json(Path config, String... words) throws IOException {
        show(with(words, "--json"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        int code;
        try (PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            code = CommandLineMain.execute(with(words, "--json", "--config", config.toString()));
        } finally {
            System.setOut(stdout);
        }
        out.print("  " + bytes.toString(StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IllegalStateException("camelback ended with " + code);
        }
        return new ObjectMapper().readTree(bytes.toByteArray());
    }

    private void show(String... words) {
        out.println();
        out.println("$ camelback " + String.join(" ", words));
    }

    private void say(String text) {
        out.println();
        out.println("# " + text);
    }

    private void summarize(String name, JsonNode backup, Map<String, Map<String, JsonNode>> all) {
        StringBuilder destinations = new StringBuilder();
        backup.path("destinations").fieldNames().forEachRemaining(it -> destinations.append(destinations.isEmpty() ? "" : ", ").append(it));
        summary.put(name, String.format(Locale.ROOT, "%,d documents (%,d deleted), %.1f MB of JSON stored in %.1f MB on %s, in %.1f s",
                backup.path("documents").asLong(), backup.path("deleted").asLong(), backup.path("bytes").asLong() / 1e6,
                backup.path("stored").asLong() / 1e6, destinations, backup.path("seconds").asDouble()));
    }

    private static String restored(JsonNode restore) {
        return String.format(Locale.ROOT, "%,d documents (%,d deleted), %,d leaf revisions, in %.1f s", restore.path("documents").asLong(),
                restore.path("deleted").asLong(), restore.path("revisions").asLong(), restore.path("seconds").asDouble());
    }

    private boolean conclude(List<Map<String, Map<String, JsonNode>>> databases, List<String> differences) {
        say("Summary");
        summary.forEach((name, text) -> out.printf(Locale.ROOT, "%-16s %s%n", name, text));
        long compared = databases.stream().flatMap(it -> it.values().stream()).mapToLong(Map::size).sum();
        out.printf(Locale.ROOT, "%-16s %,d leaf revisions, and the files of destinations that aren't encrypted: %s%n", "compared", compared,
                differences.isEmpty() ? "no difference" : differences.size() + " DIFFERENCES");
        differences.stream().limit(20).forEach(it -> out.println("  " + it));
        out.println();
        out.println("The archives stay in " + work.resolve("local") + ". Look into one with: zstdcat FILE.jsonl.zst | jq");
        return differences.isEmpty();
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void removeOldRun() throws IOException {
        if (Files.exists(work)) {
            try (Stream<Path> files = Files.walk(work)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(work);
    }
}
