package io.camelback.catalog;

import static io.camelback.catalog.Archives.START;
import static io.camelback.catalog.Archives.archive;
import static io.camelback.catalog.Archives.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private static final StoredArchive BASELINE = archive(manifest(Archives.LINEAGE, 1, "0", "5-a", START.plusSeconds(10), 100), "nas");
    private static final StoredArchive DELTA = archive(manifest(Archives.LINEAGE, 2, "5-a", "7-b", START.plusSeconds(20), 100), "nas");
    private static final Failure AWAY = Failure.destination(Reason.UNREACHABLE, "s3 can't be reached");

    @Test
    void withoutABackupThereIsNothingToRestore() {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> catalog(List.of()).at(Optional.empty()))
                .withMessage("task orders has no backup yet. Make one: camelback backup orders")
                .satisfies(it -> assertThat(it.party()).isEqualTo(Party.USER));
    }

    @Test
    void beforeTheFirstPointThereIsNothingToRestore() {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> catalog(List.of(BASELINE, DELTA)).at(Optional.of(START)))
                .withMessage("task orders has no restore point at or before 2026-01-01T00:00:00Z. The first one is 2026-01-01T00:00:10Z")
                .satisfies(it -> assertThat(it.party()).isEqualTo(Party.USER));
    }

    @Test
    void archivesWithoutTheirBaselineAreNoRestorePoints() {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> catalog(List.of(DELTA)).at(Optional.empty()))
                .withMessageStartingWith("task orders has 1 archives, but none that a chain from a baseline reaches. A baseline is missing")
                .satisfies(it -> assertThat(it.party()).isEqualTo(Party.ARCHIVE));
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> new Catalog("orders", List.of(of("nas", DELTA), DestinationCatalog.failed("s3", AWAY)))
                .at(Optional.empty())).withMessageEndingWith("Try again when every destination can be reached");
    }

    @Test
    void linksOfOneChainMayBeOnDifferentDestinations() {
        Catalog catalog = new Catalog("orders", List.of(of("nas", BASELINE), of("s3", archive(DELTA.manifest(), "s3"))));
        assertThat(catalog.at(Optional.empty()).archives()).extracting(StoredArchive::id).containsExactly(BASELINE.id(), DELTA.id());
        assertThat(catalog.behind()).containsExactly("nas", "s3");
        assertThat(catalog.lacking("s3")).extracting(StoredArchive::id).containsExactly(BASELINE.id());
    }

    @Test
    void aDestinationThatCannotBeReadIsNotBehindButFailed() {
        Catalog catalog = new Catalog("orders", List.of(of("nas", BASELINE), DestinationCatalog.failed("s3", AWAY)));
        assertThat(catalog.behind()).isEmpty();
        assertThat(catalog.reachable()).containsExactly("nas");
        assertThat(catalog.failures()).containsOnlyKeys("s3");
        assertThat(catalog.orFail()).isSameAs(catalog);
    }

    @Test
    void ifNoDestinationCanBeReadDamageIsToldBeforeDistance() {
        Failure damage = Failure.damaged("a manifest is damaged");
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> failed(AWAY).orFail()).isSameAs(AWAY);
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> failed(AWAY, damage).orFail()).isSameAs(damage);
    }

    @Test
    void theNewestNoteOfARunCounts() {
        LastRun older = note("2026-01-02T00:00:00Z");
        LastRun newer = note("2026-01-03T00:00:00Z");
        Catalog catalog = new Catalog("orders", List.of(with(newer), with(older), of("ftp")));
        assertThat(catalog.lastRun()).contains(newer);
        assertThat(catalog(List.of()).lastRun()).isEmpty();
    }

    @Test
    void theNextArchiveHasToBeLaterAndHigher() {
        Catalog catalog = catalog(List.of(DELTA, BASELINE));
        assertThat(catalog.latestEnd()).contains(START.plusSeconds(20));
        assertThat(catalog.highestNumber()).isEqualTo(2);
        assertThat(catalog(List.of()).latestEnd()).isEmpty();
        assertThat(catalog(List.of()).highestNumber()).isZero();
    }

    private static Catalog catalog(List<StoredArchive> archives) {
        return new Catalog("orders", List.of(of("nas", archives.toArray(StoredArchive[]::new))));
    }

    private static Catalog failed(Failure... failures) {
        return new Catalog("orders", List.of(failures).stream().map(it -> DestinationCatalog.failed(it.getMessage(), it)).toList());
    }

    private static DestinationCatalog of(String destination, StoredArchive... archives) {
        return new DestinationCatalog(destination, List.of(archives), List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    private static DestinationCatalog with(LastRun run) {
        return new DestinationCatalog(run.started(), List.of(), List.of(), List.of(), Optional.of(run), Optional.empty());
    }

    private static LastRun note(String started) {
        return new LastRun(1, "orders", LastRun.COMMITTED, started, Instant.parse(started).plusSeconds(1).toString(), BASELINE.name().path(), "5-a",
                BASELINE.manifest().end().toString());
    }
}
