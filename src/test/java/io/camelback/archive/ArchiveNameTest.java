package io.camelback.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveNameTest {

    private static final ArchiveName NAME =
            new ArchiveName("shop", "20261101T000000Z-00c0ffee", Level.DELTA, "20261121T020000Z-9f86d081");

    @Test
    void keysAreInTheFolderOfTheArchive() {
        assertThat(NAME.path()).isEqualTo("shop/20261101T000000Z-00c0ffee/delta/20261121T020000Z-9f86d081");
        assertThat(NAME.key(Batch.fileName(3))).isEqualTo(NAME.path() + "/00003.jsonl.zst");
        assertThat(NAME.manifestKey()).isEqualTo(NAME.path() + "/manifest.json");
    }

    @ParameterizedTest
    @EnumSource
    void manifestKeyTellsTheArchive(Level level) {
        ArchiveName name = new ArchiveName("shop", "l", level, "20261121T020000Z-9f86d081");

        assertThat(ArchiveName.parse(name.manifestKey())).contains(name);
        assertThat(Level.of(level.toString())).contains(level);
    }

    /** A server's databases lie in its task's folder. */
    @Test
    void aTaskMayBeOneOfSeveralInAFolder() {
        ArchiveName name = new ArchiveName("shop/a%2Fb", "l", Level.DELTA, "20261121T020000Z-9f86d081");

        assertThat(name.manifestKey()).isEqualTo("shop/a%2Fb/l/delta/20261121T020000Z-9f86d081/manifest.json");
        assertThat(name.id()).isEqualTo("l/delta/20261121T020000Z-9f86d081");
        assertThat(ArchiveName.parse(name.manifestKey())).contains(name);
        assertThat(ArchiveName.ofFile(name.key(Batch.fileName(0)))).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "manifest.json", "shop/l/delta/20261121T020000Z-9f86d081", "shop/l/delta/20261121T020000Z-9f86d081/00000.jsonl.zst",
        "w/x/shop/l/delta/20261121T020000Z-9f86d081/manifest.json", "x//l/delta/20261121T020000Z-9f86d081/manifest.json", "/l/delta/20261121T020000Z-9f86d081/manifest.json",
        "shop/../delta/20261121T020000Z-9f86d081/manifest.json", "shop/l/DELTA/20261121T020000Z-9f86d081/manifest.json",
        "shop/l/hourly/20261121T020000Z-9f86d081/manifest.json", "shop/l/delta/20261121T020000Z-9F86D081/manifest.json",
        "shop/l/delta/20261121T020000Z/manifest.json", "shop/l/delta/20261121T020000Z-9f86d081/manifest.json.part"})
    void otherKeysAreNoManifests(String key) {
        assertThat(ArchiveName.parse(key)).isEmpty();
    }

    @Test
    void drawnNamesSortByTimeAndDifferByChance() {
        Random random = new Random(7);
        String first = ArchiveName.draw(Instant.parse("2026-11-21T02:00:00.987Z"), random);
        String second = ArchiveName.draw(Instant.parse("2026-11-21T02:00:00.987Z"), random);
        String later = ArchiveName.draw(Instant.parse("2026-11-21T02:00:01Z"), random);

        assertThat(first).matches("20261121T020000Z-[0-9a-f]{8}").isNotEqualTo(second).isLessThan(later);
        assertThat(new ArchiveName("t", first, Level.BASELINE, second).path()).isEqualTo("t/" + first + "/baseline/" + second);
    }

    @Test
    void namesThatAreNoFoldersAreRefused() {
        String name = "20261121T020000Z-9f86d081";
        for (String folder : new String[] {"", " ", ".", "..", "a/b/c", "a\\b", "a\nb"}) {
            assertRefused(() -> new ArchiveName(folder, "l", Level.DELTA, name));
            assertRefused(() -> new ArchiveName("t/" + folder, "l", Level.DELTA, name));
            assertRefused(() -> new ArchiveName("t", folder, Level.DELTA, name));
            assertRefused(() -> new ArchiveName("t", "l", Level.DELTA, folder));
        }
    }

    private static void assertRefused(ThrowingCallable name) {
        assertThatThrownBy(name).isInstanceOf(IllegalArgumentException.class);
    }
}
