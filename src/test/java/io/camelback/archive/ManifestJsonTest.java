package io.camelback.archive;

import static io.camelback.archive.Samples.text;
import static io.camelback.archive.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestJsonTest {

    private static final String SEAL = ",\n  \"seal\" : .*\n";
    private static final String SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void manifestIsReadAsItWasWritten() {
        Manifest manifest = manifest();

        byte[] bytes = ManifestJson.write(manifest);

        assertThat(ManifestJson.read(bytes, "gold/manifest.json")).isEqualTo(manifest);
        assertThat(ManifestJson.write(ManifestJson.read(bytes, "gold/manifest.json"))).isEqualTo(bytes);
    }

    @Test
    void textIsPrettyAndItsKeysHaveAFixedOrder() {
        assertThat(text(ManifestJson.write(manifest()))).startsWith("""
                {
                  "format" : 1,
                  "task" : "shop",
                  "lineage" : "20261101T000000Z-00c0ffee",
                  "level" : "delta",
                  "name" : "20261121T020000Z-9f86d081",
                  "number" : 12,
                  "since" : "7-abc",
                  "until" : "9-def",
                  "start" : "2026-11-21T02:00:00Z",
                  "end" : "2026-11-21T02:03:04.500Z",
                  "source" : {
                    "url" : "https://db.example.com:6984/shop",
                    "name" : "shop",
                    "instanceStartTime" : "0",
                    "purgeSeq" : null
                  },
                  "settings" : {
                    "attachments" : true,
                    "nothing" : null,
                    "list" : [
                      1,
                      "two"
                    ]
                  },
                  "counts" : {
                    "documents" : 6,
                    "deleted" : 2,
                    "absent" : 1,
                    "revisions" : 8,
                    "bytes" : 6000000000,
                    "stored" : 3000
                  },
                  "segments" : [
                    {
                      "batches" : [
                        {
                          "file" : "00000.jsonl.zst",
                          "size" : 1000,
                """).containsPattern("\"previous\" : \"" + SHA256 + "\",\n  \"seal\" : \"[0-9a-f]{64}\"\n}\n$");
    }

    /** As manifests were written before they had a seal. */
    private static byte[] unsealed(Manifest manifest) {
        return utf8(text(ManifestJson.write(manifest)).replaceFirst(SEAL, "\n"));
    }

    @Test
    void aManifestWithoutASealIsReadAllTheSame() {
        assertThat(text(unsealed(manifest()))).doesNotContain("seal");
        assertThat(ManifestJson.read(unsealed(manifest()), "m")).isEqualTo(manifest());
    }

    @Test
    void aBitThatIsTurnedOverAnywhereIsFoundSaveInTheNameOfTheSealWhereItChangesNothing() {
        byte[] bytes = ManifestJson.write(manifest());
        int seal = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("\"seal\"");
        for (int i = 0; i < bytes.length; i++) {
            for (int bit : new int[] {0, i % 8}) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) (1 << bit);
                if (i > seal && i <= seal + 4) {
                    assertThat(read(damaged).map(Manifest::counts)).isIn(Optional.empty(), Optional.of(manifest().counts()));
                } else {
                    assertThat(read(damaged)).as("byte %d, bit %d", i, bit).isEmpty();
                }
            }
        }
    }

    private static Optional<Manifest> read(byte[] bytes) {
        try {
            return Optional.of(ManifestJson.read(bytes, "m"));
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    @Test
    void fieldsOfLaterVersionsAreKeptInEveryObject() throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(unsealed(manifest()));
        for (String object : List.of("", "/source", "/settings", "/counts", "/segments/0", "/segments/0/batches/1")) {
            ((ObjectNode) tree.at(object)).put("later", 1.50).putObject("more").putArray("list").add(true).addNull();
        }

        byte[] again = ManifestJson.write(ManifestJson.read(JSON.writeValueAsBytes(tree), "m"));

        assertThat(JSON.readTree(text(again).replaceFirst(SEAL, "\n"))).isEqualTo(tree);
        assertThat(ManifestJson.write(ManifestJson.read(again, "m"))).isEqualTo(again);
    }

    @Test
    void numbersOfUnknownFieldsKeepTheirDigits() {
        String added = text(unsealed(manifest())).replace("\"since\"",
                "\"later\" : [ 1.50, 123456789012345678901234567890 ],\n  \"since\"");

        String again = text(ManifestJson.write(ManifestJson.read(utf8(added), "m")));

        assertThat(again).contains("1.50", "123456789012345678901234567890");
    }

    @Test
    void newerFormatIsRefusedWhateverElseItSays() {
        assertThatThrownBy(() -> ManifestJson.read(utf8("{\"format\":2,\"everything\":\"else\"}"), "gold/x/manifest.json"))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.REFUSED))
                .hasMessage("gold/x/manifest.json is in archive format 2; this Camelback reads format 1. Update Camelback.");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "null", "[]", "\"x\"", "{", "{\"format\":1,}", "{}{}", "{\"a\":1,\"a\":2}", "\u0000",
        "{\"format\":NaN}"})
    void textThatIsNoJsonObjectIsDamaged(String text) {
        assertDamaged(utf8(text), "m is damaged: ");
    }

    @Test
    void everyTruncationIsDamaged() {
        byte[] bytes = ManifestJson.write(manifest());
        for (int length = 0; length < bytes.length - 2; length++) {
            assertDamaged(Arrays.copyOf(bytes, length), "m is damaged: it is no JSON");
        }
    }

    @Test
    void everyMissingFieldIsNamed() throws IOException {
        JsonNode tree = JSON.readTree(unsealed(manifest()));
        for (String object : List.of("", "/source", "/counts", "/segments/0", "/segments/0/batches/1")) {
            for (Map.Entry<String, JsonNode> field : tree.at(object).properties()) {
                JsonNode damaged = tree.deepCopy();
                ((ObjectNode) damaged.at(object)).remove(field.getKey());
                String path = (object.isEmpty() ? "" : object.substring(1) + "/") + field.getKey();

                assertDamaged(JSON.writeValueAsBytes(damaged),
                        "m is damaged: " + path.replaceAll("/(\\d)", "[$1]").replace('/', '.') + " is missing");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "/format                     | \"1\"           | format is no whole number from 0 on",
        "/number                     | -1              | number is no whole number from 0 on",
        "/number                     | 1.0             | number is no whole number from 0 on",
        "/number                     | 1e30            | number is no whole number from 0 on",
        "/number                     | 99999999999999999999 | number is no whole number from 0 on",
        "/since                      | null            | since is no text",
        "/start                      | \"yesterday\"   | start is no time such as 2026-11-21T02:00:00Z",
        "/level                      | \"hourly\"      | its name makes no sense: There is no level hourly",
        "/task                       | \"..\"          | its name makes no sense: No archive can have the name",
        "/name                       | \"x\"           | its name makes no sense: No archive can have the name",
        "/source                     | []              | source is no object",
        "/source/url                 | \"https://u:p@h/d\" | source has a URL with credentials",
        "/source/purgeSeq            | 5               | source.purgeSeq is neither text nor null",
        "/settings                   | 1               | settings is no object",
        "/counts/stored              | 2999            | counts are not the sums over its batches",
        "/segments                   | {}              | segments is no list",
        "/segments/0                 | 1               | segments[0] is no object",
        "/segments/0/batches/1/file  | \"00000.jsonl.zst\" | file 00000.jsonl.zst is in it twice",
        "/segments/0/batches/1/file  | \"../x\"        | segments[0].batches[1].file is no name of a batch file",
        "/segments/0/batches/1/file  | \"manifest.json\" | segments[0].batches[1].file is no name of a batch file",
        "/segments/0/batches/1/sha256 | \"00\"         | segments[0].batches[1].sha256 is no SHA-256",
        "/segments/0/batches/1/firstId | \"b\"         | segments[0] has batches whose ids do not ascend",
        "/segments/0/batches/1/lastId | \"b\"          | segments[0] has batches whose ids do not ascend",
        "/segments/0/batches/0/firstId | \"\"          | segments[0] has batches whose ids do not ascend",
        "/segments/0/batches/0/tail  | 1000            | segments[0].batches[0] has counts that contradict each other",
        "/segments/0/batches/0/deleted | 4             | segments[0].batches[0] has counts that contradict each other",
        "/segments/0/batches/0/revisions | 1           | segments[0].batches[0] has counts that contradict each other",
        "/inputs                     | [1]             | inputs holds something that is no text",
        "/previous                   | \"abc\"         | previous is no SHA-256"})
    void misshapenFieldIsNamed(String field, String value, String message) throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(unsealed(manifest()));
        int slash = field.lastIndexOf('/');
        JsonNode parent = tree.at(field.substring(0, slash));
        if (parent instanceof ObjectNode object) {
            object.set(field.substring(slash + 1), JSON.readTree(value));
        } else {
            ((ArrayNode) parent).set(0, JSON.readTree(value));
        }

        assertDamaged(utf8(tree.toString()), "m is damaged: " + message);
    }

    @Test
    void idThatIsNoUnicodeTextIsNamed() {
        String damaged = text(unsealed(manifest())).replaceFirst("\"firstId\" : \"a\"", "\"firstId\" : \"\\\\ud800\"");

        assertDamaged(utf8(damaged), "m is damaged: segments[0].batches[0].firstId is no Unicode text");
    }

    @Test
    void manifestThatCouldNotBeReadAgainIsNotWritten() {
        Manifest m = manifest();
        Manifest twice = new Manifest(m.name(), 1, "0", "1", m.start(), m.end(), m.source(), Map.of(),
                List.of(m.segments().get(0), m.segments().get(0)), List.of(), null);

        assertThatThrownBy(() -> ManifestJson.write(twice)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file 00000.jsonl.zst is in it twice");
    }

    @Test
    void credentialsNeverGetIntoAManifest() {
        assertThatThrownBy(() -> new Source("https://user:secret@db.example.com/shop", "shop", "0", "0"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("secret");
        assertThat(new Source("https://db.example.com/a@b", "a@b", "0", "0").url()).endsWith("a@b");
    }

    @Test
    void archiveWithoutSegmentsIsOne() {
        Manifest m = manifest();
        Manifest empty = new Manifest(m.name(), 1, "0", "1", m.start(), m.end(), m.source(), Map.of(), List.of(),
                List.of(), null);

        assertThat(ManifestJson.read(ManifestJson.write(empty), "m")).isEqualTo(empty);
    }

    @Test
    void sha256IsInHex() {
        assertThat(ManifestJson.sha256(utf8("test"))).isEqualTo(SHA256);
    }

    private static void assertDamaged(byte[] bytes, String message) {
        assertThatThrownBy(() -> ManifestJson.read(bytes, "m")).hasMessageStartingWith(message)
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.DAMAGED));
    }

    private static Manifest manifest() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("attachments", true);
        settings.put("nothing", null);
        settings.put("list", List.of(1, "two"));
        Segment older = new Segment(List.of(
                new Batch(Batch.fileName(0), 1_000, SHA256, "a", "b", 3, 1, 0, 5, 2_000_000_000, 100),
                new Batch(Batch.fileName(1), 1_000, SHA256, "c\u2028é\"", "\ud83d\ude00", 2, 0, 1, 2, 2_000_000_000, 100)));
        Segment newer = new Segment(List.of(
                new Batch(Batch.fileName(2), 1_000, SHA256, "a", "a", 1, 1, 0, 1, 2_000_000_000, 100)));
        return new Manifest(new ArchiveName("shop", "20261101T000000Z-00c0ffee", Level.DELTA, "20261121T020000Z-9f86d081"), 12,
                "7-abc", "9-def", Instant.parse("2026-11-21T02:00:00Z"), Instant.parse("2026-11-21T02:03:04.500Z"),
                new Source("https://db.example.com:6984/shop", "shop", "0", null), settings, List.of(older, newer),
                List.of("shop/20261101T000000Z-00c0ffee/delta/20261120T020000Z-00000000"), SHA256);
    }
}
