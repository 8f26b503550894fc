package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.AttachmentList;
import io.camelback.archive.Manifest;
import io.camelback.archive.ManifestJson;
import io.camelback.catalog.VerifiedNote;
import io.camelback.catalog.VerifiedNote.Damaged;
import io.camelback.failure.Failure;
import io.camelback.sync.SyncResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations that lack something, or have it damaged, get it from the others. */
class SyncTest {

    private static final String BATCH = "00000.jsonl.zst";

    private final Map<String, byte[]> one = FaultyPlace.objects("one");
    private final Map<String, byte[]> two = FaultyPlace.objects("two");
    private final Map<String, byte[]> three = FaultyPlace.objects("three");

    @TempDir
    private Path directory;
    private FaultyTask task;

    @BeforeEach
    void start() throws IOException {
        FaultyPlace.clear();
        task = new FaultyTask(directory, "camelback.tasks.task.retention.delta = 3");
    }

    @AfterEach
    void stop() {
        task.close();
        FaultyPlace.clear();
    }

    private void runs(int count) {
        for (int i = 0; i < count; i++) {
            task.pass(Duration.ofHours(8));
            task.change();
            task.backup();
            task.record();
        }
    }

    /** The archives of a destination that has its manifests intact, by their numbers. */
    private static List<Manifest> manifests(Map<String, byte[]> place) {
        return place.entrySet().stream().filter(it -> it.getKey().endsWith("manifest.json")).map(it -> ManifestJson.read(it.getValue(), it.getKey()))
                .sorted(Comparator.comparing(Manifest::number)).toList();
    }

    private static List<String> attachments(Map<String, byte[]> place) {
        return place.keySet().stream().filter(it -> it.startsWith("attachments/")).sorted().toList();
    }

    private static void flip(Map<String, byte[]> place, String key, int at) {
        byte[] bytes = place.get(key).clone();
        bytes[at] ^= 1;
        place.put(key, bytes);
    }

    /** As a program would that knows nothing of seals: with one, the change would be damage. */
    private static void rewrite(Map<String, byte[]> place, String key, String regex, String by) {
        String text = new String(place.get(key), StandardCharsets.UTF_8);
        assertThat(text).containsPattern(regex);
        place.put(key, text.replaceFirst(regex, by).replaceFirst(",\n  \"seal\" : .*\n", "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void note(Map<String, byte[]> place, String... keys) {
        List<Damaged> damaged = Stream.of(keys).map(it -> new Damaged(it, "its SHA-256 is another")).toList();
        place.put(VerifiedNote.key(FaultyTask.TASK), new VerifiedNote(Optional.of(Instant.EPOCH), Optional.empty(), Optional.empty(), damaged).bytes());
    }

    private SyncResult sync() {
        SyncResult result = task.sync();
        assertThat(result.destinations()).isEmpty();
        assertThat(result.problems()).isEmpty();
        return result;
    }

    private void allAreIdenticalAndNothingIsLeftToDo() {
        task.isTidy(FaultyPlace::objects);
        assertThat(task.sync()).matches(it -> it.copies().isEmpty() && it.doubts().isEmpty() && it.problems().isEmpty());
        assertThat(task.catalog().behind()).isEmpty();
    }

    @Test
    void anEmptyDestinationGetsWhatRetentionWantsAndNotWhatARollupHasReplaced() {
        runs(9);
        assertThat(task.rollup().archives()).isNotEmpty();
        int before = manifests(one).size();
        three.clear();

        assertThat(task.lookWhatSyncWouldDo().copied()).isEmpty();
        assertThat(three).as("a look does nothing").isEmpty();
        SyncResult result = sync();

        assertThat(result.copied()).isEqualTo(result.copies()).hasSizeLessThan(before);
        assertThat(task.rollup().plan().copies()).isEmpty();
        for (int i = 0; i < 2; i++) {
            task.pass(Duration.ofHours(2));
            assertThat(task.cleanup().plan().copies()).isEmpty();
        }
        allAreIdenticalAndNothingIsLeftToDo();
        one.clear();
        two.clear();
        task.restore();
    }

    @Test
    void anEmptyDestinationHasTheSameRestorePointsBeforeWhatIsDueIsRolledUp() {
        runs(9);
        three.clear();
        sync();
        allAreIdenticalAndNothingIsLeftToDo();
        assertThat(task.rollup().archives()).isNotEmpty();
        task.isTidy(FaultyPlace::objects);
    }

    @Test
    void whatIsGoneOrCutOffIsReplaced() {
        runs(3);
        one.remove(manifests(one).get(0).name().key(BATCH));
        two.put(manifests(two).get(1).name().key(BATCH), new byte[10]);
        two.remove(attachments(two).get(0));
        three.put(attachments(three).get(1), new byte[10]);
        three.remove(manifests(three).get(2).name().key(AttachmentList.FILE));

        SyncResult result = sync();

        assertThat(result.repaired()).extracting(SyncResult.Repair::why).containsExactlyInAnyOrder("is gone", "has 10 bytes instead of "
                + one.get(manifests(one).get(1).name().key(BATCH)).length, "is gone", "is gone, or has another size", "is gone, or has another size");
        assertThat(result.copied()).isEmpty();
        allAreIdenticalAndNothingIsLeftToDo();
    }

    @Test
    void whatAVerifyFoundDamagedIsReadAgainAndReplacedAndTakenOffItsNote() {
        runs(3);
        String batch = manifests(one).get(1).name().key(BATCH);
        flip(one, batch, 40);
        String attachment = attachments(one).get(2);
        flip(one, attachment, 7);
        String intact = manifests(one).get(2).name().key(BATCH);
        note(one, batch, attachment, intact, "task/gone/delta/20260101T000000Z-00000000/" + BATCH);

        SyncResult result = sync();

        assertThat(result.doubts()).extracting(SyncResult.Repair::key).containsExactlyInAnyOrder(batch, attachment, intact);
        assertThat(result.repaired()).extracting(SyncResult.Repair::key).containsExactlyInAnyOrder(batch, attachment);
        assertThat(new String(one.remove(VerifiedNote.key(FaultyTask.TASK)), StandardCharsets.UTF_8)).contains("\"damaged\":[]");
        allAreIdenticalAndNothingIsLeftToDo();
    }

    @Test
    void aDamagedManifestIsReplacedAlsoWhenItCanStillBeRead() {
        runs(4);
        List<Manifest> manifests = manifests(one);
        one.put(manifests.get(0).name().manifestKey(), new byte[100]);
        rewrite(two, manifests.get(1).name().manifestKey(), "\"number\" ?: ?2", "\"number\":7");
        rewrite(one, manifests.get(3).name().manifestKey(), "\"number\" ?: ?4", "\"number\":9");
        task.restart();

        SyncResult result = sync();

        assertThat(result.repaired()).extracting(SyncResult.Repair::destination).containsExactlyInAnyOrder("one", "one", "two");
        task.restart();
        allAreIdenticalAndNothingIsLeftToDo();
    }

    @Test
    void twoManifestsThatDifferAreNamedWhenNothingTellsWhichIsRight() {
        runs(2);
        three.clear();
        String newest = manifests(one).get(1).name().manifestKey();
        rewrite(two, newest, "\"number\" ?: ?2", "\"number\":7");
        task.restart();

        SyncResult result = task.sync();

        assertThat(result.problems()).singleElement().satisfies(it -> assertThat(it).hasMessageContaining(newest + " isn't the same on one and two"));
        assertThat(result.copied()).hasSize(1);
        assertThat(three).doesNotContainKey(newest);
    }

    @Test
    void whatIsIntactNowhereIsNamedAndTheRestIsDone() {
        runs(3);
        three.clear();
        String batch = manifests(one).get(1).name().key(BATCH);
        flip(one, batch, 50);
        flip(two, batch, 50);
        note(two, batch);
        two.remove(manifests(two).get(2).name().key(BATCH));

        SyncResult result = task.sync();

        assertThat(result.copied()).hasSize(2);
        assertThat(result.repaired()).hasSize(1);
        assertThat(result.problems()).extracting(Failure::getMessage).anyMatch(it -> it.startsWith("two:" + batch + " was found damaged by a verify")
                && it.endsWith("No other destination within reach has an intact copy"));
        assertThat(new String(two.get(VerifiedNote.key(FaultyTask.TASK)), StandardCharsets.UTF_8)).as("it stays noted").contains(batch);
    }

    @Test
    void aDestinationOutOfReachIsLeftOutAndTheOthersAreBroughtTogether() {
        runs(2);
        three.clear();
        FaultyPlace.plan(Set.of("two"), FaultyPlace.Kind.DEAD, 1);
        SyncResult result = task.sync();
        assertThat(result.destinations()).containsOnlyKeys("two");
        assertThat(result.copied()).hasSize(2);
        FaultyPlace.plan(Set.of(), FaultyPlace.Kind.DEAD, 1);
        allAreIdenticalAndNothingIsLeftToDo();
    }

    @Test
    void whatAnInterruptedCopyLeftIsUsedAgain() {
        runs(2);
        String batch = manifests(one).get(0).name().key(BATCH);
        byte[] there = one.get(batch).clone();
        three.clear();
        three.put(batch, there);
        sync();
        assertThat(three.get(batch)).as("it was not stored once more").isSameAs(there);
        allAreIdenticalAndNothingIsLeftToDo();
    }

    @Test
    void whatARollupHasReplacedMayBeDamagedEverywhere() {
        runs(9);
        task.rollup();
        String replaced = manifests(one).get(1).name().key(BATCH);
        List.of(one, two, three).forEach(it -> it.remove(replaced));
        assertThat(sync().doubts()).isEmpty();
    }
}
