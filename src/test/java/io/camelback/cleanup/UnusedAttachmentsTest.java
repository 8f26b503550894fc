package io.camelback.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.Attachment;
import io.camelback.catalog.InMemoryDestination;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnusedAttachmentsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final Duration GRACE = Duration.ofHours(24);
    private static final String NAME = "6e".repeat(32);

    private final InMemoryDestination nas = new InMemoryDestination("nas");

    private List<String> removedAt(Instant now, UnusedNote before) {
        UnusedAttachments unused = new UnusedAttachments(nas, "orders", GRACE, now);
        UnusedAttachments.Found found = unused.find(List.of(), before);
        List<String> removed = unused.remove(found, () -> { }).stream().map(it -> it.key()).toList();
        note = found.note();
        return removed;
    }

    private UnusedNote note = new UnusedNote();

    /** Its run, or the machine it was on, may never come back to write over it. */
    @Test
    void whatADeadUploadLeftGoesAGracePeriodAfterItWasFirstSeen() {
        String whole = Attachment.folder("orders") + "6e/" + NAME;
        String upload = Attachment.folder("orders") + "6e/.part-d2843a2f-" + NAME;
        nas.objects.put(whole, new byte[3]);
        nas.objects.put(upload, new byte[1]);

        assertThat(removedAt(NOW, note)).isEmpty();
        assertThat(removedAt(NOW.plus(GRACE).minusSeconds(1), note)).isEmpty();
        assertThat(removedAt(NOW.plus(GRACE), note)).containsExactlyInAnyOrder(whole, upload);
        assertThat(nas.objects).isEmpty();
        assertThat(note.isEmpty()).isTrue();
    }
}
