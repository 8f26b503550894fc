package io.camelback.catalog;

import static io.camelback.catalog.Archives.START;
import static io.camelback.catalog.Archives.manifest;
import static io.camelback.catalog.Archives.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogReaderTest {

    private static final Manifest BASELINE = manifest(Archives.LINEAGE, 1, "0", "5-a", START.plusSeconds(10), 100);
    private static final Manifest DELTA = manifest(Archives.LINEAGE, 2, "5-a", "7-b", START.plusSeconds(20), 100);
    private static final String NOTE = "{\"format\":1,\"task\":\"orders\",\"outcome\":\"unchanged\",\"started\":\"2026-01-02T00:00:00Z\","
            + "\"ended\":\"2026-01-02T00:00:01Z\",\"archive\":\"orders/x\",\"until\":\"7-b\",\"point\":\"2026-01-01T00:00:01Z\",\"new\":1}";

    private final CatalogReader reader = new CatalogReader();
    private final InMemoryDestination nas = new InMemoryDestination("nas");

    @BeforeEach
    void store() {
        nas.objects.put(DELTA.name().manifestKey(), ManifestJson.write(DELTA));
        nas.objects.put(BASELINE.name().manifestKey(), ManifestJson.write(BASELINE));
    }

    @Test
    void manifestsMakeTheCatalogAndNothingElse() {
        nas.objects.put(BASELINE.name().key("00000.jsonl.zst"), utf8("x"));
        nas.objects.put("orders/lineage/delta/not-drawn/manifest.json", utf8("x"));
        nas.objects.put("orders/readme.txt", utf8("x"));
        nas.objects.put("orders-2/lineage/delta/20260101T000000Z-00000000/manifest.json", utf8("x"));
        DestinationCatalog catalog = reader.read("orders", nas);
        assertThat(catalog.failure()).isEmpty();
        assertThat(catalog.archives()).extracting(StoredArchive::manifest).containsExactly(BASELINE, DELTA);
        assertThat(catalog.archives().get(0).sha256()).isEqualTo(ManifestJson.sha256(ManifestJson.write(BASELINE)));
        assertThat(catalog.archives().get(0).destinations()).containsExactly("nas");
        assertThat(catalog.lastRun()).isEmpty();
    }

    @Test
    void whatNoManifestNamesIsLeftOver() {
        BASELINE.files().forEach(it -> nas.objects.put(BASELINE.name().key(it.name()), utf8("x")));
        nas.objects.put(BASELINE.name().key("unfinished.json"), utf8("xy"));
        ArchiveName dead = new ArchiveName("orders", "lineage", Level.DELTA, "20260101T000000Z-00000000");
        nas.objects.put(dead.key("00000.jsonl.zst"), utf8("xyz"));
        assertThat(reader.read("orders", nas).leftovers()).containsExactlyInAnyOrder(
                new Leftover(BASELINE.name(), List.of(BASELINE.name().key("unfinished.json")), 2),
                new Leftover(dead, List.of(dead.key("00000.jsonl.zst")), 3));
    }

    @Test
    void ofAnArchiveWithADamagedManifestNobodyKnowsWhatIsLeftOver() {
        nas.objects.put(BASELINE.name().manifestKey(), utf8("{"));
        nas.objects.put(BASELINE.name().key("00000.jsonl.zst"), utf8("x"));
        assertThat(reader.read("orders", nas).leftovers()).isEmpty();
    }

    @Test
    void anEmptyDestinationIsNoFailure() {
        nas.objects.clear();
        assertThat(reader.read("orders", nas)).isEqualTo(new DestinationCatalog("nas", List.of(), List.of(), List.of(), Optional.empty(), Optional.empty()));
    }

    @Test
    void aManifestIsReadOnceAndWhatIsThereIsAskedEachTime() {
        reader.read("orders", nas);
        reader.read("orders", nas);
        assertThat(nas.reads).containsExactlyInAnyOrder(BASELINE.name().manifestKey(), DELTA.name().manifestKey());
        nas.objects.remove(DELTA.name().manifestKey());
        assertThat(reader.read("orders", nas).archives()).extracting(StoredArchive::manifest).containsExactly(BASELINE);
    }

    @Test
    void manifestsMayBeReadInAnyOrder() {
        CatalogReading reading = reader.begin("orders", nas);
        List<CatalogReading.Listed> unread = new ArrayList<>(reading.listUnread());
        Collections.reverse(unread);

        unread.forEach(CatalogReading.Listed::read);

        assertThat(unread).hasSize(2);
        assertThat(reading.catalog()).isEqualTo(new CatalogReader().read("orders", nas));
        assertThat(reader.begin("orders", nas).listUnread()).as("from then on they are known").isEmpty();
    }

    @Test
    void onceTheDestinationHasFailedTheOtherManifestsAreLeftAlone() {
        CatalogReading reading = reader.begin("orders", nas);

        reading.failed(Failure.destination(Reason.UNREACHABLE, "nas is away"));
        reading.listUnread().forEach(CatalogReading.Listed::read);

        assertThat(nas.reads).isEmpty();
        assertThat(reading.catalog().failure()).hasValueSatisfying(it -> assertThat(it).hasMessageContaining("nas is away"));
    }

    @Test
    void anArchiveThatIsRemovedWhileItsDestinationIsReadIsNotThere() {
        nas.beforeReading = key -> nas.objects.remove(DELTA.name().manifestKey());
        DestinationCatalog catalog = reader.read("orders", nas);
        assertThat(catalog.failure()).isEmpty();
        assertThat(catalog.archives()).extracting(StoredArchive::manifest).containsExactly(BASELINE);
    }

    @Test
    void aManifestThatIsListedAndCannotBeReadIsTheDestinationsFailure() {
        nas.beforeReading = key -> {
            throw Failure.destination(Reason.MISSING, "nas has no " + key);
        };
        assertFailed(Party.DESTINATION, Reason.MISSING, "nas has no orders/");
    }

    @Test
    void otherDestinationsAreReadForThemselves() {
        InMemoryDestination s3 = new InMemoryDestination("s3");
        s3.objects.putAll(nas.objects);
        s3.damage(DELTA.name().manifestKey(), 0);
        assertThat(reader.read("orders", nas).damaged()).isEmpty();
        assertThat(reader.read("orders", s3).damaged()).hasSize(1);
    }

    @Test
    void aDamagedManifestIsNamedAndTheOtherArchivesCanBeUsed() {
        nas.objects.put(DELTA.name().manifestKey(), utf8("{\"format\":1,"));
        assertDamaged("nas:" + DELTA.name().manifestKey() + " is damaged: it is no JSON text");
    }

    @Test
    void aManifestOfANewerFormatIsNotDamagedButCannotBeUsed() {
        String newer = new String(ManifestJson.write(DELTA), StandardCharsets.UTF_8).replace("\"format\" : 1", "\"format\" : 2")
                .replaceFirst(",\n  \"seal\" : .*\n", "\n");
        nas.objects.put(DELTA.name().manifestKey(), utf8(newer));
        assertFailed(Party.ARCHIVE, Reason.REFUSED, "is in archive format 2; this Camelback reads format 1. Update Camelback");
    }

    @Test
    void aManifestAtAnotherArchivesKeyIsDamage() {
        nas.objects.put(DELTA.name().manifestKey(), ManifestJson.write(BASELINE));
        assertDamaged("manifest nas:" + DELTA.name().manifestKey() + " is that of another archive, " + BASELINE.name().path());
    }

    private void assertDamaged(String message) {
        DestinationCatalog catalog = reader.read("orders", nas);
        assertThat(catalog.failure()).isEmpty();
        assertThat(catalog.archives()).extracting(StoredArchive::manifest).containsExactly(BASELINE);
        assertThat(catalog.damaged()).singleElement().satisfies(it -> {
            assertThat(it.getMessage()).contains(message);
            assertThat(it.reason()).isEqualTo(Reason.DAMAGED);
        });
    }

    @Test
    void aDestinationOutOfReachIsItsOwnFailure() {
        nas.unreachable = true;
        assertFailed(Party.DESTINATION, Reason.UNREACHABLE, "nas can't be reached");
    }

    @Test
    void theNoteOfTheLastRunIsReadWhateverElseItHolds() {
        nas.objects.put(LastRun.key("orders"), utf8(NOTE));
        LastRun run = reader.read("orders", nas).lastRun().orElseThrow();
        assertThat(run).isEqualTo(new LastRun(1, "orders", "unchanged", "2026-01-02T00:00:00Z", "2026-01-02T00:00:01Z", "orders/x", "7-b", "2026-01-01T00:00:01Z"));
        assertThat(run.begin()).isEqualTo("2026-01-02T00:00:00Z");
        assertThat(run.isUnchanged()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "{\"format\":1", "not JSON", "{\"format\":1,\"outcome\":\"unchanged\",\"archive\":\"a\"}"})
    void aNoteThatCannotBeReadIsAsGoodAsNone(String note) {
        nas.objects.put(LastRun.key("orders"), utf8(note));
        assertNoNote();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"started\":\"2026-01-02T00:00:00Z\" \"started\":\"yesterday\"", "\"format\":1 \"format\":2",
        "\"outcome\":\"unchanged\" \"outcome\":\"lost\"", "\"archive\":\"orders/x\" \"archive\":null", "\"point\":\"2026-01-01T00:00:01Z\" \"point\":\"soon\""})
    void aNoteThatMakesNoSenseIsAsGoodAsNone(String replacement) {
        String[] parts = replacement.split(" ");
        assertThat(NOTE).contains(parts[0]);
        nas.objects.put(LastRun.key("orders"), utf8(NOTE.replace(parts[0], parts[1])));
        assertNoNote();
    }

    private void assertNoNote() {
        DestinationCatalog catalog = reader.read("orders", nas);
        assertThat(catalog.lastRun()).isEmpty();
        assertThat(catalog.failure()).isEmpty();
        assertThat(catalog.archives()).hasSize(2);
    }

    private void assertFailed(Party party, Reason reason, String message) {
        DestinationCatalog catalog = reader.read("orders", nas);
        assertThat(catalog.archives()).isEmpty();
        Failure failure = catalog.failure().orElseThrow();
        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.party()).isEqualTo(party);
        assertThat(failure.reason()).isEqualTo(reason);
    }
}
