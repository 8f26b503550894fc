package io.camelback.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Level;
import io.camelback.archive.Manifest;
import io.camelback.archive.Source;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.DestinationCatalog;
import io.camelback.catalog.StoredArchive;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndsTest {

    private static final String LINEAGE = "20260101T000000Z-00000000";
    private static final ArchiveName NEXT = new ArchiveName("shop", LINEAGE, Level.DELTA, "20260103T000000Z-01234567");

    private static StoredArchive archive(String name, Level level, String since, String until) {
        Manifest manifest = new Manifest(new ArchiveName("shop", LINEAGE, level, name), 1, since, until, Instant.EPOCH, Instant.EPOCH,
                new Source("http://127.0.0.1/shop", "shop", "1", "0"), Map.of(), List.of(), List.of(), null);
        return new StoredArchive(manifest, "0".repeat(64), Set.of("local"));
    }

    private static Catalog catalog() {
        return new Catalog("shop", List.of(new DestinationCatalog("local", List.of(archive(LINEAGE, Level.BASELINE, "0", "5-x"),
                archive("20260102T000000Z-00000000", Level.DELTA, "5-x", "9-y")), List.of(), List.of(), Optional.empty(), Optional.empty())));
    }

    @Test
    void anArchiveEndsAtTheSequenceThatItsRunReached() {
        assertThat(Ends.of("11-z", NEXT, catalog())).isEqualTo("11-z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5-x", "9-y"})
    void noTwoArchivesEndInOnePlace(String sequence) {
        String end = Ends.of(sequence, NEXT, catalog());

        assertThat(end).isEqualTo(sequence + " 20260103T000000Z-01234567");
        assertThat(Ends.sequence(end)).isEqualTo(sequence);
    }

    @Test
    void anotherLineageHasPlacesOfItsOwn() {
        ArchiveName other = new ArchiveName("shop", "20260103T000000Z-01234567", Level.BASELINE, "20260103T000000Z-01234567");

        assertThat(Ends.of("5-x", other, catalog())).isEqualTo("5-x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "42", "9-g1AAAA", "[7,\"x y\"]", "9-y z"})
    void sequencesOfAnyKindAreLeftAsTheyAre(String sequence) {
        assertThat(Ends.sequence(sequence)).isEqualTo(sequence);
    }
}
