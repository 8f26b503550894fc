package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.e2e.Crashes.Verb;
import io.camelback.e2e.Deeds.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Processes that are killed (SIGKILL), at a moment that is drawn. Half of them are killed some time after Camel had started: as much as the
 * verb took when it last came to its end, at most. The others, when so much has changed of what can be seen from outside. One in ten is
 * killed before any of this.
 */
final class Victims {

    private static final long FIRST_GUESS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_MILLIS = 3;
    private static final int ONE_STARTING_IN = 10;

    private final Path config;
    private final Path log;
    private final Path logging;
    private final Random random;
    private final Map<Verb, Long> typical = new EnumMap<>(Verb.class);
    private final Map<Verb, Map<Phase, Integer>> kills = new EnumMap<>(Verb.class);
    private long startup = FIRST_GUESS;

    Victims(Path config, Path directory, Random random) throws IOException {
        this.config = config;
        this.log = directory.resolve("log");
        this.random = random;
        this.logging = Files.writeString(directory.resolve("logging.xml"), "<configuration><include resource=\"logback.xml\"/>"
                + "<logger name=\"org.apache.camel.impl.engine\" level=\"INFO\"/></configuration>");
    }

    /** How many there were. */
    Map<Verb, Map<Phase, Integer>> kills() {
        return kills;
    }

    /**
     * Whether the process was killed before it ended by itself.
     *
     * @param most deeds to wait for
     */
    boolean kill(Verb verb, Instant now, List<String> words, Deeds deeds, int most) throws Exception {
        double moment = random.nextDouble();
        int enough = 1 + random.nextInt(most);
        boolean byTime = random.nextBoolean();
        boolean early = random.nextInt(ONE_STARTING_IN) == 0;
        Process process = start(verb, now, words);
        try {
            long begun = System.nanoTime();
            if (early) {
                process.waitFor((long) (moment * startup), TimeUnit.NANOSECONDS);
            } else {
                waitUntil(process, this::hasStarted);
                startup = System.nanoTime() - begun;
                if (byTime) {
                    process.waitFor((long) (moment * typical.getOrDefault(verb, startup)), TimeUnit.NANOSECONDS);
                } else {
                    waitUntil(process, () -> deeds.count() >= enough);
                }
            }
            process.destroyForcibly();
            if (process.waitFor() == 0) {
                typical.put(verb, System.nanoTime() - begun - startup);
                return false;
            }
            assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(128 + 9);
            kills.computeIfAbsent(verb, it -> new EnumMap<>(Phase.class)).merge(deeds.phase(hasStarted()), 1, Integer::sum);
            return true;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void waitUntil(Process process, BooleanSupplier enough) throws InterruptedException {
        while (process.isAlive() && !enough.getAsBoolean()) {
            process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private Process start(Verb verb, Instant now, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Dlogback.configurationFile=" + logging, "-Dcamelback.home=" + Path.of("").toAbsolutePath(), "-jar",
                Path.of("target/camelback.jar").toAbsolutePath().toString()));
        command.addAll(verb.words);
        command.addAll(words);
        command.addAll(List.of("--config", config.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CAMELBACK_CLOCK", now.toString());
        return builder.start();
    }

    private boolean hasStarted() {
        try {
            return Files.exists(log) && Files.readString(log).contains(" started in ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
