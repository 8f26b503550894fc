package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import io.camelback.demo.S3Server;
import io.camelback.encryption.TestKeys;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket that keeps everything encrypted, by command. */
class EncryptionTest {

    private static final String ID = "unmistakable-id";
    private static final String CONTENT = "unmistakable content";
    private static final Instant START = Instant.parse("2026-03-02T06:00:00Z");

    private final TestCouch couch = TestCouch.get();
    private final List<String> databases = new ArrayList<>();
    private final String source = couch.fresh();

    @TempDir
    private Path directory;
    private S3Server s3;

    @BeforeEach
    void start() {
        databases.add(source);
        s3 = S3Server.start(directory.resolve("s3"), "access", "s3cret", "bucket");
    }

    @AfterEach
    void stop() {
        s3.close();
        databases.forEach(couch::drop);
    }

    private Installation installation(String name) throws IOException {
        return new Installation(Files.createDirectories(directory.resolve(name))).clock(START);
    }

    /** With the bucket and these options of its encryption. */
    private Installation bucket(Installation installation, String... options) {
        return bucketAt(s3.endpoint(), installation, options);
    }

    private static Installation bucketAt(String endpoint, Installation installation, String... options) {
        installation.line("camelback.destinations.s3.type", "s3").line("camelback.destinations.s3.endpoint", endpoint)
                .line("camelback.destinations.s3.bucket", "bucket").line("camelback.destinations.s3.accessKey", "access")
                .line("camelback.destinations.s3.secretKey", "s3cret");
        for (int i = 0; i < options.length; i += 2) {
            installation.line("camelback.destinations.s3.encryption." + options[i], options[i + 1]);
        }
        return installation;
    }

    private void add(String id) {
        ObjectNode document = CouchClient.object().put("_id", ID + " " + id).put("text", CONTENT);
        document.putObject("_attachments").putObject("large.txt").put("content_type", "image/png")
                .put("data", Base64.getEncoder().encodeToString((CONTENT + id).repeat(100).getBytes(StandardCharsets.UTF_8)));
        couch.client().bulkDocs(source, List.of(document));
    }

    private void isIn(String database) {
        databases.add(database);
        assertThat(Difference.between(database, couch.client().leaves(source), couch.client().leaves(database))).isEmpty();
    }

    private void restores(Installation installation) {
        String target = couch.freshName();
        installation.run("restore", "one", "--to", couch.url() + "/" + target).expect(0);
        isIn(target);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Whether a name or a byte of what is stored tells this. */
    private static boolean tells(Path folder, String text) throws IOException {
        for (Path file : files(folder)) {
            if (file.toString().contains(text) || new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void nothingStoredTellsADocument() throws IOException {
        Installation camelback = bucket(installation("one").local("plain"), "key", TestKeys.key(1)).task("one", source, "plain, s3")
                .line("camelback.tasks.one.attachmentLimit", "1k").line("camelback.tasks.one.retention.delta", 1);
        for (int run = 0; run < 4; run++) {
            add("number " + run);
            camelback.clock(START.plus(Duration.ofHours(12L * run))).run("backup", "one").expect(0);
        }
        assertThat(camelback.clock(START.plus(Duration.ofDays(5))).run("rollup", "one").expect(0).out()).contains("rolled up");
        assertThat(tells(camelback.directory("plain"), ID)).as("that it would be found").isTrue();
        assertThat(tells(camelback.directory("plain"), CONTENT)).as("that it would be found").isTrue();
        assertThat(tells(s3.files(), "unmistakable")).isFalse();
        assertThat(files(s3.files())).hasSameSizeAs(files(camelback.directory("plain")))
                .allSatisfy(it -> assertThat(Files.readAllBytes(it)).startsWith('C', 'B', 'E', 'N', 'C'));
    }

    @Test
    void whatCommandsStoreUnderAPassphraseHasOneSaltAndSoCostsOneDerivation() throws IOException {
        Installation camelback = bucket(installation("one"), "passphrase", TestKeys.PASSPHRASE).task("one", source, "s3");
        for (String id : List.of("first", "second", "third")) {
            add(id);
            camelback.run("backup", "one").expect(0);
        }
        camelback.run("backup", "one", "--full").expect(0);

        List<String> salts = new ArrayList<>();
        for (Path file : files(s3.files())) {
            salts.add(HexFormat.of().formatHex(Files.readAllBytes(file), 18, 34));
        }
        assertThat(salts).hasSizeGreaterThan(9);
        assertThat(new HashSet<>(salts)).hasSize(1);
        restores(camelback);
    }

    @Test
    void archivesAndAttachmentsAreEncryptedAndDecryptedWhenTheyAreCopied() throws IOException {
        add("first");
        Installation camelback = installation("one").local("plain").task("one", source, "plain").line("camelback.tasks.one.attachmentLimit", "1k");
        camelback.run("backup", "one").expect(0);
        add("second");
        camelback.run("backup", "one").expect(0);
        Path plain = camelback.directory("plain");
        Installation alsoThere = bucket(installation("one").local("plain"), "passphrase", TestKeys.PASSPHRASE).task("one", source, "plain, s3")
                .line("camelback.tasks.one.attachmentLimit", "1k");
        assertThat(alsoThere.run("backup", "one").expect(0).out()).contains("s3: up to date, after catching up with 2 archives");
        restores(bucket(installation("far"), "passphrase", TestKeys.PASSPHRASE).task("one", source, "s3"));
        Files.move(plain, directory.resolve("before"));
        assertThat(alsoThere.run("backup", "one").expect(0).out()).contains("plain: up to date, after catching up with 2 archives");
        Files.deleteIfExists(plain.resolve("one/last-run.json"));
        Files.deleteIfExists(directory.resolve("before/one/last-run.json"));
        assertThat(Difference.betweenFiles(directory.resolve("before"), plain)).isEmpty();
        assertThat(files(plain)).anyMatch(it -> it.toString().contains("/attachments/one/"));
    }

    @Test
    void aWrongKeyNeverMakesADestinationLookEmpty() throws IOException {
        add("first");
        Installation right = bucket(installation("right"), "key", TestKeys.key(1)).task("one", source, "s3");
        right.run("backup", "one").expect(0);
        List<Path> before = files(s3.files());
        for (Installation wrong : List.of(bucket(installation("wrong"), "key", TestKeys.key(2)), bucket(installation("none")))) {
            wrong.task("one", source, "s3");
            for (String command : List.of("backup", "list", "rollup", "cleanup", "export")) {
                Installation.Result result = wrong.run(command, "one").expect(5);
                assertThat(result.err()).as(command).containsPattern("camelback: destination s3: one/.*/manifest.json (was encrypted with the key"
                        + "|is encrypted, and the destination has no key)").hasLineCount(1);
            }
            assertThat(wrong.run("status", "one").expect(5).out()).contains("UNKNOWN");
        }
        assertThat(files(s3.files())).isEqualTo(before);

        Installation partly = bucket(installation("partly").local("plain"), "key", TestKeys.key(2)).task("one", source, "plain, s3");
        assertThat(partly.run("backup", "one").expect(6).out()).contains("plain: committed").contains("s3: FAILED, nothing of this run is there: destination s3: one/");
        assertThat(files(s3.files())).isEqualTo(before);

        assertThat(bucket(installation("rotated"), "key", TestKeys.key(2), "oldKeys", TestKeys.key(1)).task("one", source, "s3")
                .run("backup", "one").expect(0).out()).contains("unchanged");
        assertThat(right.run("list", "one").expect(0).out()).contains("1 archives, 1 restore points");
    }

    @Test
    void aSingleDocumentIsReadFromAFewSegments() throws IOException {
        Random random = new Random(1);
        List<ObjectNode> documents = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            byte[] noise = new byte[1_500];
            random.nextBytes(noise);
            documents.add(CouchClient.object().put("_id", "document " + i).put("noise", Base64.getEncoder().encodeToString(noise)));
        }
        couch.client().bulkDocs(source, documents);
        bucket(installation("one"), "key", TestKeys.key(1)).task("one", source, "s3").run("backup", "one").expect(0);
        assertThat(files(s3.files()).stream().mapToLong(it -> it.toFile().length()).sum()).isGreaterThan(4_000_000);
        try (CountingProxy network = new CountingProxy(s3.port())) {
            Installation far = bucketAt(network.url(), installation("far"), "key", TestKeys.key(1)).task("one", source, "s3");
            assertThat(far.run("restore", "one", "--doc", "document 1234", "--stdout").expect(0).out())
                    .contains(documents.get(1234).path("noise").asText());
            assertThat(network.received()).isBetween(200_000L, 1_000_000L);
        }
    }

    /** As docs/operations.md says it, on a machine that has nothing else. */
    @Test
    void theKeyAndTheBucketAreEnough() throws IOException {
        add("first");
        bucket(installation("lost"), "key", TestKeys.key(9)).task("orders", source, "s3").run("backup", "orders").expect(0);
        Matcher steps = Pattern.compile("### Restoring on another machine with only the key and the bucket\n.*?```properties\n(.*?)```.*?"
                + "camelback (list \\w+)\n.*?camelback (restore \\w+ --to) ", Pattern.DOTALL).matcher(Files.readString(Path.of("docs/operations.md")));
        assertThat(steps.find()).isTrue();
        Path key = Files.writeString(directory.resolve("camelback.key"), TestKeys.key(9) + "\n");
        Installation fresh = new Installation(Files.createDirectory(directory.resolve("fresh")));
        steps.group(1).replace("{{env:S3_ACCESS_KEY}}", "access").replace("{{env:S3_SECRET_KEY}}", "s3cret").replace("my-backups", "bucket")
                .replace("/root/camelback.key", key.toString()).lines().map(String::strip).filter(it -> !it.isEmpty()).map(it -> it.split(" = ", 2))
                .forEach(it -> fresh.line(it[0], it[1]));
        fresh.line("camelback.destinations.offsite.endpoint", s3.endpoint());

        assertThat(fresh.run(steps.group(2).split(" ")).expect(0).out()).contains("1 archives, 1 restore points");
        String target = couch.freshName();
        String user = couch.username() + ":" + URLEncoder.encode(couch.password(), StandardCharsets.UTF_8).replace("+", "%20");
        String url = couch.url().replace("://", "://" + user + "@") + "/" + target;
        fresh.run(Stream.concat(Arrays.stream(steps.group(3).split(" ")), Stream.of(url)).toArray(String[]::new)).expect(0);
        isIn(target);
    }
}
