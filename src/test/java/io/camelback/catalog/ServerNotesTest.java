package io.camelback.catalog;

import static io.camelback.stub.RawJson.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.catalog.ServerNote.Noted;
import io.camelback.couchdb.DatabaseState;
import io.camelback.failure.Failure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNotesTest {

    private static final Instant ONE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TWO = Instant.parse("2026-01-02T00:00:00Z");
    private static final DatabaseState STATE = new DatabaseState("7-b", "0-a", "1700000000");

    private final InMemoryDestination nas = new InMemoryDestination("nas");
    private final InMemoryDestination s3 = new InMemoryDestination("s3");

    @TempDir
    private Path staging;

    private static ServerNote note(Instant started, Map<String, Noted> databases) {
        return new ServerNote("all", started, started.plusSeconds(9), Optional.of(ONE), databases);
    }

    private static void store(InMemoryDestination destination, ServerNote note) {
        try {
            destination.objects.put("all/databases.json", new ObjectMapper().writeValueAsBytes(note));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ServerNotes notes() {
        ServerCatalogs catalogs = new ServerCatalogs(name -> name.equals("nas") ? nas : s3, staging);
        return catalogs.notes("all", List.of(catalogs.note("all", "nas"), catalogs.note("all", "s3")));
    }

    @Test
    void aNoteOfWhichItsDestinationSaysThatItIsDamagedIsNone() {
        store(nas, note(TWO, Map.of()));
        nas.beforeReading = key -> {
            throw Failure.damaged("nas:" + key + " is damaged");
        };
        assertThat(notes().reachable()).containsExactly("nas", "s3");
        assertThat(notes().newest()).isEmpty();
    }

    @Test
    void aNoteComesBackAsItWasStored() {
        ServerNote note = note(TWO, Map.of("a/b", Noted.complete(STATE), "bad", Noted.failed("no \"luck\"", Optional.of(ONE)), "new", Noted.failed("x",
                Optional.empty()), "half", Noted.partly()));
        store(nas, note);
        store(s3, note);
        assertThat(notes().newest()).contains(note);
        assertThat(note.lastGood("a/b")).contains(TWO);
        assertThat(note.lastGood("half")).contains(TWO);
        assertThat(note.lastGood("bad")).contains(ONE);
        assertThat(note.lastGood("new")).isEmpty();
        assertThat(note.lastGood("none")).isEmpty();
        assertThat(new String(nas.objects.get("all/databases.json"))).contains("\"a/b\":{\"state\":{\"updateSeq\":\"7-b\",\"purgeSeq\":\"0-a\","
                + "\"instanceStartTime\":\"1700000000\"}}", "\"half\":{}");
    }

    @Test
    void aDatabaseIsIdleWhenEveryDestinationHasNotedItAsItIs() {
        store(nas, note(TWO, Map.of("a", Noted.complete(STATE))));
        store(s3, note(ONE, Map.of("a", Noted.complete(STATE))));
        assertThat(notes().isIdle("a", STATE)).isTrue();
        assertThat(notes().isIdle("b", STATE)).isFalse();
        for (DatabaseState other : List.of(new DatabaseState("7-c", "0-a", "1700000000"), new DatabaseState("7-b", "1-a", "1700000000"),
                new DatabaseState("7-b", "0-a", "1700000001"), new DatabaseState("", "", ""))) {
            assertThat(notes().isIdle("a", other)).isFalse();
        }
        assertThat(notes().behind()).containsExactly("s3");
    }

    @Test
    void oneThatIsNewWasAwayOrHasLostItsNoteLacksSomething() {
        store(nas, note(TWO, Map.of("a", Noted.complete(STATE))));
        assertThat(notes().isIdle("a", STATE)).isFalse();
        store(s3, note(ONE, Map.of("a", Noted.complete(new DatabaseState("6-a", "0-a", "1700000000")))));
        assertThat(notes().isIdle("a", STATE)).isFalse();
        s3.unreachable = true;
        assertThat(notes().isIdle("a", STATE)).isTrue();
        assertThat(notes().failures()).containsOnlyKeys("s3");
        nas.unreachable = true;
        assertThat(notes().isIdle("a", STATE)).isFalse();
        assertThat(notes().failure()).isPresent();
    }

    @Test
    void whatFailedOrIsNotEverywhereIsNeverIdle() {
        ServerNote note = note(TWO, Map.of("bad", Noted.failed("x", Optional.empty()), "half", Noted.partly(), "mute", Noted.complete(new DatabaseState("", "", ""))));
        store(nas, note);
        store(s3, note);
        assertThat(notes().isIdle("bad", STATE)).isFalse();
        assertThat(notes().isIdle("half", STATE)).isFalse();
        assertThat(notes().isIdle("mute", new DatabaseState("", "", ""))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "null", "{}", "{\"format\":2,\"started\":\"2026-01-01T00:00:00Z\"}", "{\"format\":1,\"started\":\"soon\"}",
        "{\"format\":1,\"started\":\"2026-01-01T00:00:00Z\",\"databases\":{\"a\":null}}",
        "{\"format\":1,\"started\":\"2026-01-01T00:00:00Z\",\"databases\":{\"a\":{\"state\":{}}}}",
        "{\"format\":1,\"started\":\"2026-01-01T00:00:00Z\",\"databases\":{\"a\":{\"problem\":\"x\",\"lastGood\":\"soon\"}}}",
        "{\"format\":1,\"started\":\"2026-01-01T00:00:00Z\",\"full\":\"soon\"}"})
    void aDamagedNoteIsAsGoodAsNone(String text) {
        nas.objects.put("all/databases.json", utf8(text));
        assertThat(notes().newest()).isEmpty();
        assertThat(notes().failures()).isEmpty();
    }
}
