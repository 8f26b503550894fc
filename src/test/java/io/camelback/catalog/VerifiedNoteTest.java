package io.camelback.catalog;

import static io.camelback.stub.RawJson.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.catalog.VerifiedNote.Damaged;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedNoteTest {

    private static final Instant ONE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TWO = Instant.parse("2026-01-02T00:00:00.5Z");
    private static final Damaged BATCH = new Damaged("shop/a/delta/b/00000.jsonl.zst", "it is \"gone\"");
    private static final Damaged OBJECT = new Damaged("attachments/shop/00/é😀", "its digest is another");
    private static final VerifiedNote NOTE = new VerifiedNote(Optional.of(TWO), Optional.of("5%"), Optional.of(ONE), List.of(BATCH, OBJECT));

    private final InMemoryDestination nas = new InMemoryDestination("nas");

    @Test
    void aNoteComesBackAsItWasStored() {
        for (VerifiedNote note : List.of(NOTE, new VerifiedNote(Optional.of(TWO), Optional.empty(), Optional.empty(), List.of()))) {
            nas.objects.put("shop/verified.json", note.bytes());
            assertThat(VerifiedNote.read(nas, "shop")).isEqualTo(note);
        }
    }

    @Test
    void itIsReadableForPeople() {
        assertThat(NOTE.without(Set.of(OBJECT.key())).bytes()).asString().isEqualTo("{\"format\":1,\"at\":\"2026-01-02T00:00:00.500Z\",\"sample\":\"5%\","
                + "\"point\":\"2026-01-01T00:00:00Z\",\"damaged\":[{\"key\":\"shop/a/delta/b/00000.jsonl.zst\",\"reason\":\"it is \\\"gone\\\"\"}]}");
    }

    @Test
    void withoutANoteNothingIsKnownToBeDamaged() {
        nas.objects.put("shop/verified.json.old", NOTE.bytes());
        assertThat(VerifiedNote.read(nas, "shop")).isEqualTo(VerifiedNote.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "null", "{}", "{\"format\":2,\"at\":\"2026-01-01T00:00:00Z\"}", "{\"format\":1,\"at\":\"soon\"}",
        "{\"format\":1,\"at\":null}", "{\"format\":1,\"at\":\"2026-01-01T00:00:00Z\",\"point\":\"soon\"}"})
    void aDamagedNoteIsAsGoodAsNone(String text) {
        nas.objects.put("shop/verified.json", utf8(text));
        assertThat(VerifiedNote.read(nas, "shop")).isEqualTo(VerifiedNote.NONE);
    }

    @Test
    void oneThatVanishesWhileItIsReadIsAsGoodAsNoneAndADestinationOutOfReachIsNot() {
        nas.objects.put("shop/verified.json", NOTE.bytes());
        nas.beforeReading = nas.objects::remove;
        assertThat(VerifiedNote.read(nas, "shop")).isEqualTo(VerifiedNote.NONE);
        nas.unreachable = true;
        assertThatThrownBy(() -> VerifiedNote.read(nas, "shop")).isInstanceOfSatisfying(Failure.class,
                it -> assertThat(it.reason()).isEqualTo(Reason.UNREACHABLE));
    }

    @Test
    void whatIsFoundIntactIsTakenOff() {
        assertThat(NOTE.without(Set.of(BATCH.key(), "other")).damaged()).containsExactly(OBJECT);
        assertThat(NOTE.without(Set.of()).point()).contains(ONE);
    }

    @Test
    void itIsNothingElseToWhoeverReadsTheTask() {
        Stream.of("shop", "all", "all/shop").forEach(task -> nas.objects.put(VerifiedNote.key(task), NOTE.bytes()));
        DestinationCatalog catalog = new CatalogReader().read("shop", nas);
        assertThat(catalog.archives()).isEmpty();
        assertThat(catalog.damaged()).isEmpty();
        assertThat(catalog.leftovers()).isEmpty();
        assertThat(catalog.failure()).isEmpty();
        assertThat(new ServerCatalogs(name -> nas, null).archives("all", "nas").archives()).isEmpty();
    }
}
