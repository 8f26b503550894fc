package io.camelback.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.catalog.InMemoryDestination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnusedNoteTest {

    private final InMemoryDestination nas = new InMemoryDestination("nas");

    private void store() {
        UnusedNote note = new UnusedNote();
        note.add("abc", Instant.EPOCH);
        nas.objects.put(UnusedNote.key("orders"), note.bytes());
        assertThat(UnusedNote.read(nas, "orders").since("abc")).contains(Instant.EPOCH);
    }

    @Test
    void thatArchivesWentAndNobodyLookedSinceIsKnownToTheNextCleanup() {
        assertThat(new UnusedNote().isEmpty()).isTrue();
        nas.objects.put(UnusedNote.key("orders"), new UnusedNote().asPending().bytes());
        UnusedNote pending = UnusedNote.read(nas, "orders");
        assertThat(pending.isEmpty()).isFalse();
        assertThat(pending).isNotEqualTo(new UnusedNote()).isEqualTo(new UnusedNote().asPending());
        store();
        assertThat(UnusedNote.read(nas, "orders").asPending().since("abc")).contains(Instant.EPOCH);
    }

    @Test
    void oneOfWhichItsDestinationSaysThatItIsDamagedIsNone() {
        store();
        nas.beforeReading = key -> {
            throw Failure.damaged("nas:" + key + " is damaged");
        };
        assertThat(UnusedNote.read(nas, "orders").size()).isZero();
    }

    @Test
    void oneThatCannotBeReadIsNotTakenForNone() {
        store();
        nas.beforeReading = key -> {
            throw Failure.archive(Reason.DENIED, "nas:" + key + " was encrypted with another key");
        };
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> UnusedNote.read(nas, "orders"));
    }
}
