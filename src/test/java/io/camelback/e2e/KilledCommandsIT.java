package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.e2e.Crashes.Verb;
import io.camelback.e2e.Deeds.Phase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that are killed at any moment, while the source is worked on: whatever is listed as a restore point then, on whichever destination, is
 * what the database was; and when each verb has come to its end once more, nothing is left behind.
 *
 * <p>System properties: {@code camelback.crashes.kills}, {@code camelback.crashes.seed}, {@code camelback.crashes.s3}.
 */
class KilledCommandsIT {

    private static final int KILLS = Integer.getInteger("camelback.crashes.kills", 20);
    private static final long SEED = Long.getLong("camelback.crashes.seed", 7);

    @TempDir
    private Path directory;

    @Test
    void whateverIsKilledAndWhenEveryRestorePointIsRightAndNothingIsLeftBehind() throws Exception {
        try (Crashes crashes = new Crashes(directory, SEED, Boolean.getBoolean("camelback.crashes.s3"))) {
            for (int i = 0; count(crashes.kills()) < KILLS; i++) {
                crashes.kill(Verb.values()[i % Verb.values().length]);
            }
            crashes.end();
            Map<Verb, Map<Phase, Integer>> kills = crashes.kills();
            System.out.println("crashes: seed " + SEED + ", " + count(kills) + " kills " + kills + "; " + crashes.points + " restore points compared, "
                    + crashes.restored + " restored, " + crashes.goneOn + " of these gone on with after a kill; wrong " + crashes.wrong.size() + ", leftovers "
                    + crashes.leftovers.size());
            assertThat(crashes.wrong).isEmpty();
            assertThat(crashes.leftovers).isEmpty();
            assertThat(kills.keySet()).containsExactly(Verb.values());
            assertThat(kills.values().stream().mapToInt(it -> it.getOrDefault(Phase.STORING, 0) + it.getOrDefault(Phase.COMMITTING, 0)).sum())
                    .as("killed when something was half done").isGreaterThan(KILLS / 5);
        }
    }

    private static int count(Map<Verb, Map<Phase, Integer>> kills) {
        return kills.values().stream().flatMap(it -> it.values().stream()).mapToInt(it -> it).sum();
    }
}
