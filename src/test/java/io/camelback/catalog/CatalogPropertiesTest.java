package io.camelback.catalog;

import static io.camelback.catalog.Archives.archive;
import static io.camelback.catalog.Archives.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Any set of archives, with forks, gaps, shortcuts, circles and several lineages, against a model that tries every way there is. */
class CatalogPropertiesTest {

    private static final List<String> LINEAGES = List.of("20260101T000000Z-00c0ffee", "20260601T000000Z-0badcafe");
    private static final List<String> DESTINATIONS = List.of("nas", "s3", "ftp");

    @Property(tries = 500, seed = "1")
    void aChainIsThereExactlyWhenEveryLinkIsAndItIsTheLightest(@ForAll("archives") List<StoredArchive> archives) {
        Chains chains = new Chains(archives);
        for (StoredArchive archive : archives) {
            OptionalLong fewest = fewestBytes(archive, archives, new HashSet<>());
            Optional<Chain> chain = chains.to(archive);
            assertThat(chain.isPresent()).isEqualTo(fewest.isPresent());
            if (chain.isPresent()) {
                assertFits(chain.get());
                assertThat(chain.get().last()).isSameAs(archive);
                assertThat(chain.get().point()).isEqualTo(archive.manifest().end());
                assertThat(chain.get().bytes()).isEqualTo(fewest.getAsLong());
            }
        }
    }

    @Property(tries = 500, seed = "2")
    void restorePointsAreTheEndsOfWholeChains(@ForAll("archives") List<StoredArchive> archives) {
        Chains chains = new Chains(archives);
        List<StoredArchive> points = points(archives);
        assertThat(chains.complete()).isEqualTo(points);
        assertThat(chains.newest().map(Chain::point)).isEqualTo(last(points).map(it -> it.manifest().end()));
        assertThat(chains.points()).allSatisfy(it -> assertFits(it)).extracting(Chain::last).isSubsetOf(points)
                .extracting(it -> List.of(it.manifest().lineage(), it.manifest().until(), it.manifest().end())).doesNotHaveDuplicates()
                .containsAll(points.stream().map(it -> List.of(it.manifest().lineage(), it.manifest().until(), it.manifest().end())).toList());
    }

    @Property(tries = 500, seed = "3")
    void theChainToATimeEndsAtTheLastPointThatIsNotLater(@ForAll("archives") List<StoredArchive> archives, @ForAll @IntRange(max = 60) int second) {
        Catalog catalog = catalog(archives);
        Instant time = Archives.START.plusSeconds(second);
        List<StoredArchive> points = points(catalog.archives());
        List<StoredArchive> early = points.stream().filter(it -> !it.manifest().end().isAfter(time)).toList();
        if (early.isEmpty()) {
            assertThatExceptionOfType(Failure.class).isThrownBy(() -> catalog.at(Optional.of(time))).satisfies(it ->
                    assertThat(it.party()).isEqualTo(points.isEmpty() && !archives.isEmpty() ? Party.ARCHIVE : Party.USER));
        } else {
            assertEndsAtOrNamesTheGap(catalog, Optional.of(time), last(early).orElseThrow().manifest().end());
            assertEndsAtOrNamesTheGap(catalog, Optional.empty(), last(points).orElseThrow().manifest().end());
        }
    }

    /** Later archives that no chain reaches are what was asked for, and can't be had. */
    private static void assertEndsAtOrNamesTheGap(Catalog catalog, Optional<Instant> time, Instant last) {
        boolean lost = catalog.archives().stream().anyMatch(it -> it.manifest().end().isAfter(last)
                && !time.map(it.manifest().end()::isAfter).orElse(false));
        if (lost) {
            assertThatExceptionOfType(Failure.class).isThrownBy(() -> catalog.at(time)).satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.DAMAGED))
                    .withMessageContaining("a link is missing").withMessageContaining("--at " + last);
        } else {
            assertThat(catalog.at(time).point()).isEqualTo(last);
        }
    }

    @Property(tries = 500, seed = "4")
    void withWhatADestinationLacksItReachesTheLastPointByItself(@ForAll("archives") List<StoredArchive> archives) {
        Catalog catalog = catalog(archives);
        assertThat(catalog.archives()).hasSameElementsAs(archives);
        Optional<Chain> newest = catalog.chains().newest();
        for (String destination : DESTINATIONS) {
            List<StoredArchive> own = catalog.on(destination);
            List<StoredArchive> lacking = catalog.lacking(destination);
            assertThat(lacking).noneMatch(own::contains);
            if (newest.isPresent()) {
                StoredArchive last = newest.get().last();
                boolean reaches = new Chains(own).toPlaceOf(last).isPresent();
                List<StoredArchive> then = new ArrayList<>(own);
                then.addAll(lacking);
                assertThat(new Chains(then).toPlaceOf(last)).isPresent();
                assertThat(lacking.isEmpty()).isEqualTo(reaches);
                assertThat(bytes(lacking)).isLessThanOrEqualTo(bytes(newest.get().archives().stream().filter(it -> !own.contains(it)).toList()));
                assertThat(catalog.behind().contains(destination)).isEqualTo(!reaches);
            }
        }
    }

    private static long bytes(List<StoredArchive> archives) {
        return archives.stream().mapToLong(it -> it.manifest().counts().stored()).sum();
    }

    @Provide
    Arbitrary<List<StoredArchive>> archives() {
        Arbitrary<String> place = Arbitraries.of("0", "1-a", "2-b", "3-c", "4-d", "5-e");
        Arbitrary<String> later = Arbitraries.of("1-a", "2-b", "3-c", "4-d", "5-e");
        Arbitrary<Set<String>> destinations = Arbitraries.of(DESTINATIONS).set().ofMinSize(1);
        Arbitrary<Integer> bytes = Arbitraries.integers().between(2, 30);
        Arbitrary<Integer> end = Arbitraries.integers().between(1, 50);
        return Combinators.combine(Arbitraries.of(LINEAGES), place, later, end, bytes, destinations).as(Road::new)
                .list().ofMaxSize(12).map(roads -> {
                    List<StoredArchive> archives = new ArrayList<>();
                    roads.forEach(it -> archives.add(it.archive(archives.size())));
                    return archives;
                });
    }

    private record Road(String lineage, String since, String until, int end, int bytes, Set<String> destinations) {

        StoredArchive archive(int number) {
            return Archives.archive(manifest(lineage, number, since, until, Archives.START.plusSeconds(end), bytes), destinations.toArray(String[]::new));
        }
    }

    /** Bytes of the lightest chain that ends with this archive, found by trying every way back that uses no place twice. */
    private static OptionalLong fewestBytes(StoredArchive archive, List<StoredArchive> all, Set<String> been) {
        long own = archive.manifest().counts().stored();
        String since = archive.manifest().since();
        if (since.equals("0")) {
            return OptionalLong.of(own);
        }
        if (!been.add(since)) {
            return OptionalLong.empty();
        }
        OptionalLong before = all.stream().filter(it -> it.manifest().lineage().equals(archive.manifest().lineage()) && it.manifest().until().equals(since))
                .map(it -> fewestBytes(it, all, been)).flatMapToLong(OptionalLong::stream).min();
        been.remove(since);
        return before.isEmpty() ? before : OptionalLong.of(before.getAsLong() + own);
    }

    private static void assertFits(Chain chain) {
        assertThat(chain.archives().get(0).manifest().since()).isEqualTo("0");
        for (int i = 1; i < chain.archives().size(); i++) {
            assertThat(chain.archives().get(i).manifest().since()).isEqualTo(chain.archives().get(i - 1).manifest().until());
            assertThat(chain.archives().get(i).manifest().lineage()).isEqualTo(chain.last().manifest().lineage());
        }
    }

    private static List<StoredArchive> points(List<StoredArchive> archives) {
        return archives.stream().filter(it -> fewestBytes(it, archives, new HashSet<>()).isPresent())
                .sorted(Comparator.comparing((StoredArchive it) -> it.manifest().end()).thenComparing(it -> it.manifest().number())).toList();
    }

    private static Optional<StoredArchive> last(List<StoredArchive> archives) {
        return archives.isEmpty() ? Optional.empty() : Optional.of(archives.get(archives.size() - 1));
    }

    /** As it would be read: each destination tells what it has. */
    private static Catalog catalog(List<StoredArchive> archives) {
        return new Catalog(Archives.TASK, DESTINATIONS.stream().map(destination -> new DestinationCatalog(destination,
                archives.stream().filter(it -> it.destinations().contains(destination)).map(it -> archive(it.manifest(), destination)).toList(),
                List.of(), List.of(), Optional.empty(), Optional.empty())).toList());
    }
}
