package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.Chains;
import io.camelback.demo.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five months of a task, over the turn of a year, four runs a day, with a rollup and a cleanup after each; one of the two destinations is
 * away now and then, and once there is a full backup. After every step each restore point that is listed is merged from its archives and compared with what the
 * database had then, leaf by leaf.
 *
 * <p>System properties: {@code camelback.rehearsal.days}, and {@code camelback.rehearsal.retention}, the counts of the five levels.
 */
class RehearsalIT {

    private static final Duration STEP = Duration.ofHours(6);
    private static final int RUNS_A_DAY = 4;
    private static final int STEPS = RUNS_A_DAY * Integer.getInteger("camelback.rehearsal.days", 150);
    private static final int RESTORES = 20;
    private static final String[] KEEP = System.getProperty("camelback.rehearsal.retention", "12 7 4 3 0").split(" ");

    private final Random random = new Random(43);

    @TempDir
    private Path directory;

    @Test
    void everyPointThatIsListedIsWhatTheDatabaseWasThen() throws IOException {
        int restored = 0;
        long compared = 0;
        try (Rehearsal rehearsal = new Rehearsal(directory, Instant.parse("2027-09-01T00:00:00Z"), 42, KEEP)) {
            for (int step = 0; step < STEPS; step++) {
                leaveOrReturn(step);
                rehearsal.run(step == STEPS * 3 / 5);
                rehearsal.rollup();
                rehearsal.cleanup();
                assertThat(kept(rehearsal.catalog())).as("archives at " + rehearsal.now()).isLessThanOrEqualTo(mostKept());
                compared += rehearsal.compare();
                if (step >= (restored + 1) * STEPS / RESTORES - 1) {
                    List<Chain> points = rehearsal.catalog().chains().points();
                    rehearsal.restore(points.get(random.nextInt(points.size())).point());
                    restored++;
                }
                rehearsal.pass(STEP);
            }
            assertThat(restored).isEqualTo(RESTORES);
            endUpAlike(rehearsal);
        }
        System.out.println("rehearsal: " + STEPS + " runs, " + compared + " restore points compared, " + restored + " restored");
    }

    /** The second destination is away for some days, every now and then: its directory is no directory then. */
    private void leaveOrReturn(int step) throws IOException {
        if (step % 50 == 20) {
            comeBack();
        } else if (Files.isDirectory(nas()) && step % 50 == 49 - step / 50 % 29) {
            Files.move(nas(), away());
            Files.createFile(nas());
        }
    }

    private void comeBack() throws IOException {
        if (Files.exists(away())) {
            Files.delete(nas());
            Files.move(away(), nas());
        }
    }

    private Path nas() {
        return directory.resolve("nas");
    }

    private Path away() {
        return directory.resolve("nas-away");
    }

    /** Archives in the chain to the last restore point: those that others have replaced are not. */
    private static long kept(Catalog catalog) {
        List<Chain> chains = Chains.ofFewest(catalog.archives()).newestOfEachLineage();
        return chains.get(chains.size() - 1).archives().size();
    }

    /** What the levels keep, what may wait at each of them until a period of the next one is complete, what is older, and the baseline. */
    private static int mostKept() {
        int expired = 8;
        int[] keep = List.of(KEEP).stream().mapToInt(Integer::parseInt).toArray();
        return keep[0] + RUNS_A_DAY - 1 + keep[1] + 6 + keep[2] + 4 + keep[3] + 11 + keep[4] + expired + 1;
    }

    /** When both have been there for some time, they have the same. */
    private void endUpAlike(Rehearsal rehearsal) throws IOException {
        comeBack();
        for (int i = 0; i < 2 * RUNS_A_DAY; i++) {
            rehearsal.run(false);
            rehearsal.rollup();
            rehearsal.cleanup();
            rehearsal.pass(STEP);
        }
        assertThat(Difference.betweenFiles(directory.resolve("disk"), nas())).isEmpty();
    }
}
