package io.camelback.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {

    private static final String RUN = "orders/lease-run.json";
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ProcessName ELSEWHERE = new ProcessName("db2", "another boot", 42, NOW.toString());

    private final Disk disk = new Disk("disk");
    private final Disk nas = new Disk("nas");
    private final List<String> both = List.of("disk", "nas");
    private final FakePace pace = new FakePace();
    private final StopSignal stop = new StopSignal();

    @TempDir
    Path folder;

    /** Time passes when somebody pauses, and then something may happen elsewhere. */
    private static final class FakePace implements Pace {
        private long nanos;
        private Runnable meanwhile = () -> { };

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void pause(Duration time) {
            nanos += time.toNanos();
            meanwhile.run();
        }

        Duration passed() {
            return Duration.ofNanos(nanos);
        }
    }

    private Leases machine(String name) {
        return machine(name, true);
    }

    private Leases machine(String name, boolean wanted) {
        return new Leases(it -> it.equals("disk") ? disk : nas, folder.resolve(name), Clock.fixed(NOW, ZoneOffset.UTC), wanted, pace);
    }

    private Lease run(Leases machine) {
        return machine.take(Kind.RUN, "orders", both, stop);
    }

    private static LeaseNote note(ProcessName process, Instant until) {
        return new LeaseNote(1, "orders", "a run", process, "another", NOW.minusSeconds(600).toString(), until.toString(), 7);
    }

    private void assertBusy(Leases machine) {
        assertThatThrownBy(() -> run(machine)).isInstanceOfSatisfying(Failure.class, it -> assertThat(it.reason()).isEqualTo(Reason.BUSY));
    }

    @Test
    void whoComesSecondIsToldAtOnceWhoIsAtWork() {
        Leases second = machine("b");
        try (Lease lease = run(machine("a"))) {
            assertThatThrownBy(() -> run(second)).isInstanceOf(Failure.class).hasMessageContaining("a run of task orders is under way already, on host "
                    + ProcessName.own().host() + " (process " + ProcessHandle.current().pid() + ") since 2026-01-01T12:00:00Z")
                    .hasMessageContaining(RUN);
            assertThat(disk.objects).containsOnlyKeys(RUN);
            assertThat(nas.objects).containsOnlyKeys(RUN);
        }
        assertThat(pace.passed()).isZero();
        run(second).close();
        assertThat(disk.objects).isEmpty();
        assertThat(nas.objects).isEmpty();
    }

    @Test
    void nothingIsLeftInTheStagingDirectory() throws IOException {
        run(machine("a")).close();
        try (Lease lease = run(machine("a"))) {
            assertBusy(machine("b"));
        }
        for (String machine : List.of("a", "b")) {
            try (Stream<Path> files = Files.list(folder.resolve(machine))) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void aJobCostsThreeRequestsAndOneMoreAtTheDestinationThatDecides() {
        run(machine("a")).close();
        assertThat(disk.requests).containsExactly("get", "put", "get", "delete");
        assertThat(nas.requests).containsExactly("get", "put", "delete");
    }

    @Test
    void jobsOfOtherKindsAndOtherTasksGoOn() {
        try (Lease lease = run(machine("a"))) {
            machine("b").take(Kind.UPKEEP, "orders", both, stop).close();
            machine("b").take(Kind.FULL, "orders", both, stop).close();
            machine("b").take(Kind.RUN, "customers", both, stop).close();
        }
    }

    @Test
    void whoseProcessIsDeadOnThisMachineKeepsNobodyAway() {
        ProcessName own = ProcessName.own();
        disk.put(RUN, note(new ProcessName(own.host(), own.machine(), own.pid(), "2020-01-01T00:00:00Z"), NOW.plusSeconds(30)));
        nas.put(RUN, note(new ProcessName(own.host(), own.machine(), Integer.MAX_VALUE, own.began()), NOW.plusSeconds(30)));
        run(machine("a")).close();
        assertThat(pace.passed()).isZero();
    }

    @Test
    void aLeaseThatSeemsToHaveEndedIsTakenOverWhenItHasNotChangedForLongEnough() {
        disk.put(RUN, note(ELSEWHERE, NOW.minusSeconds(5)));
        run(machine("a")).close();
        assertThat(pace.passed()).isBetween(Pace.VALID, Pace.VALID.plus(Pace.LOOK.multipliedBy(2)));
    }

    /** A host whose clock is hours ahead is no reason to wait for hours. */
    @Test
    void anEndThatIsTooFarAwaySaysNothing() {
        nas.put(RUN, note(ELSEWHERE, NOW.plusSeconds(7200)));
        run(machine("a")).close();
        assertThat(pace.passed()).isGreaterThan(Pace.VALID);
    }

    @Test
    void aLeaseThatIsRenewedIsLiveWhateverItsClockSays() {
        LeaseNote old = note(ELSEWHERE, NOW.minusSeconds(7200));
        nas.put(RUN, old);
        pace.meanwhile = () -> {
            if (pace.passed().compareTo(Pace.RENEWAL) > 0) {
                nas.put(RUN, old.renewed(NOW.minusSeconds(7100), Pace.VALID));
            }
        };
        assertBusy(machine("a"));
        assertThat(pace.passed()).isBetween(Pace.RENEWAL, Pace.RENEWAL.plus(Pace.LOOK.multipliedBy(2)));
    }

    @Test
    void aLeaseThatWasRenewedJustNowIsLiveWithoutALookAtIt() {
        nas.put(RUN, note(ELSEWHERE, NOW.plusSeconds(30)));
        assertBusy(machine("a"));
        assertThat(pace.passed()).isZero();
    }

    @Test
    void aJobThatWaitsBeginsWhenTheOtherHasEnded() {
        Lease first = run(machine("a"));
        pace.meanwhile = () -> {
            if (pace.passed().toSeconds() > 90) {
                first.close();
                pace.meanwhile = () -> { };
            }
        };
        machine("b").await(Kind.RUN, "orders", both, stop).close();
        assertThat(pace.passed().toSeconds()).isGreaterThan(90);
    }

    @Test
    void whoeverWaitsCanBeStopped() {
        disk.put(RUN, note(ELSEWHERE, NOW.minusSeconds(5)));
        pace.meanwhile = stop::stop;
        assertThatThrownBy(() -> run(machine("a"))).isInstanceOfSatisfying(Failure.class, it -> assertThat(it.reason()).isEqualTo(Reason.INTERRUPTED));
    }

    /** Both saw that nobody was there; the one who wrote last has it, and the other takes back what it wrote elsewhere. */
    @Test
    void ofTwoThatComeAtOnceOneGoesOn() {
        LeaseNote other = note(ELSEWHERE, NOW.plusSeconds(60));
        disk.afterPut = () -> disk.put(RUN, other);
        assertBusy(machine("a"));
        assertThat(LeaseNote.parse(disk.objects.get(RUN))).contains(other);
        assertThat(nas.objects).isEmpty();
    }

    @Test
    void aDestinationThatTakesNoLeaseKeepsNobodyFromWork() {
        disk.isDown = true;
        try (Lease lease = run(machine("a"))) {
            assertThat(nas.objects).containsOnlyKeys(RUN);
            assertBusy(machine("b"));
        }
        nas.isDown = true;
        run(machine("a")).close();
    }

    @Test
    void aLeaseThatCannotBeRemovedIsKnownAsDeadToItsOwnProcess() {
        Leases machine = machine("a");
        Lease lease = run(machine);
        disk.isDown = true;
        lease.close();
        disk.isDown = false;
        assertThat(disk.objects).containsOnlyKeys(RUN);
        run(machine).close();
        assertThat(disk.objects).isEmpty();
        assertThat(pace.passed()).isZero();
    }

    @Test
    void whereNothingMayBeRemovedALeaseIsEndedInItsPlace() {
        disk.isWriteOnce = true;
        run(machine("a")).close();
        assertThat(disk.objects).containsOnlyKeys(RUN);
        run(machine("b")).close();
        assertThat(pace.passed()).isZero();
    }

    @Test
    void aRenewalShowsAndWhatOthersTookOverStaysTheirs() {
        Lease lease = run(machine("a"));
        LeaseNote first = LeaseNote.parse(disk.objects.get(RUN)).orElseThrow();
        lease.places().forEach(HeldPlace::renew);
        assertThat(LeaseNote.parse(disk.objects.get(RUN))).contains(first.renewed(NOW, Pace.VALID));

        LeaseNote other = note(ELSEWHERE, NOW.plusSeconds(60));
        disk.put(RUN, other);
        lease.places().forEach(HeldPlace::renew);
        lease.close();
        assertThat(LeaseNote.parse(disk.objects.get(RUN))).contains(other);
        assertThat(nas.objects).isEmpty();
    }

    /** A machine that slept for an hour does not remove what another one wrote meanwhile. */
    @Test
    void whatWasNotRenewedForLongIsLookedAtBeforeItIsRemoved() {
        Lease lease = run(machine("a"));
        LeaseNote other = note(ELSEWHERE, NOW.plusSeconds(60));
        disk.put(RUN, other);
        pace.pause(Duration.ofHours(1));
        lease.close();
        assertThat(LeaseNote.parse(disk.objects.get(RUN))).contains(other);
    }

    @Test
    void nothingIsRenewedAfterItsEnd() {
        Lease lease = run(machine("a"));
        lease.close();
        lease.places().forEach(HeldPlace::renew);
        assertThat(disk.objects).isEmpty();
    }

    @Test
    void aCleanupKnowsOfRunsElsewhere() {
        Leases asking = machine("b");
        assertThat(asking.isRunning("orders", both)).isFalse();
        try (Lease lease = machine("a").take(Kind.FULL, "orders", List.of("nas"), stop)) {
            assertThat(asking.isRunning("orders", both)).isTrue();
            assertThat(asking.isRunning("customers", both)).isFalse();
        }
        try (Lease lease = machine("a").take(Kind.RUN, "all", both, stop)) {
            assertThat(asking.isRunning("all/orders", both)).as("a run of the whole server").isTrue();
        }
        assertThat(asking.isRunning("orders", both)).isFalse();
        disk.put(RUN, note(ELSEWHERE, NOW.minusSeconds(5)));
        assertThat(asking.isRunning("orders", both)).as("perhaps").isTrue();
    }

    @Test
    void theDatabasesOfAServerAreCoveredByTheLeaseOfItsRun() {
        Leases machine = machine("a");
        try (Lease server = machine.take(Kind.RUN, "all", both, stop)) {
            machine.take(Kind.RUN, "all/orders", both, stop).close();
            assertThat(disk.requests).hasSize(3);
        }
        machine.take(Kind.RUN, "all/orders", both, stop).close();
        assertThat(disk.requests).hasSize(8);
    }

    @Test
    void whoWantsNoLeasesAsksNobody() {
        machine("a", false).take(Kind.RUN, "orders", both, stop).close();
        assertThat(machine("a", false).isRunning("orders", both)).isFalse();
        assertThat(disk.requests).isEmpty();
    }

    @Test
    void whatIsNoLeaseKeepsNobodyAway() {
        for (String text : List.of("", "null", "{}", "[1]", "{\"format\":1,\"id\":\"x\",\"process\":{},\"since\":\"then\",\"until\":\"now\"}")) {
            assertThat(LeaseNote.parse(text.getBytes())).as(text).isEqualTo(Optional.empty());
        }
    }
}
