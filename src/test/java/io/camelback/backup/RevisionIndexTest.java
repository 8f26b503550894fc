package io.camelback.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.DocumentIds;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionIndexTest {

    @TempDir
    private Path directory;

    private static byte[] id(String id) {
        return DocumentIds.utf8(id);
    }

    private RevisionIndex index(int documents) {
        return RevisionIndex.in(directory.resolve("revisions"), documents);
    }

    @Property(tries = 100)
    void justWhatWasAddedIsUnchanged(@ForAll @Size(max = 200) Map<@AlphaChars @StringLength(min = 1, max = 3) String,
            @NotEmpty List<@NumericChars @StringLength(min = 1, max = 3) String>> documents, @ForAll @AlphaChars @StringLength(min = 1, max = 4) String other)
            throws IOException {
        Path file = Files.createTempFile("revisions", "");
        Files.delete(file);
        try {
            RevisionIndex index = RevisionIndex.in(file, documents.size());
            documents.forEach((id, leaves) -> index.add(id(id), leaves));
            documents.forEach((id, leaves) -> {
                List<String> inAnotherOrder = new ArrayList<>(leaves);
                Collections.reverse(inAnotherOrder);
                assertThat(index.isUnchanged(id(id), inAnotherOrder)).isTrue();
            });
            assertThat(index.isUnchanged(id(other), List.of("other"))).isFalse();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void everyLeafCounts() {
        RevisionIndex index = index(10);
        index.add(id("a"), List.of("2-a", "2-b"));
        index.add(id("b"), List.of("2-a", "2-b"));
        index.add(id("c"), List.of("2-a"));

        assertThat(index.isUnchanged(id("a"), List.of("2-a"))).isFalse();
        assertThat(index.isUnchanged(id("b"), List.of("2-a", "2-b", "2-c"))).isFalse();
        assertThat(index.isUnchanged(id("c"), List.of())).isFalse();
        assertThat(index.isUnchanged(id("d"), List.of("2-a"))).isFalse();
    }

    @Test
    void whatHasChangedOnceStaysChanged() {
        RevisionIndex index = index(2);
        index.add(id("a"), List.of("1-a"));
        index.add(id("b"), List.of("1-b"));

        assertThat(index.isUnchanged(id("a"), List.of("2-a"))).isFalse();
        assertThat(index.isUnchanged(id("a"), List.of("1-a"))).isFalse();
        index.forget(id("b"));
        index.forget(id("never there"));
        assertThat(index.isUnchanged(id("b"), List.of("1-b"))).isFalse();
    }

    @Test
    void oneIdTwiceCountsAsChanged() {
        RevisionIndex index = index(2);
        index.add(id("a"), List.of("1-a"));
        index.add(id("a"), List.of("1-a"));

        assertThat(index.isUnchanged(id("a"), List.of("1-a"))).isFalse();
    }

    @Test
    void aDirectoryThatCannotBeWrittenToIsNamedInOneLine() {
        assertThatThrownBy(() -> RevisionIndex.in(directory.resolve("none").resolve("revisions"), 7)).isInstanceOf(Failure.class)
                .hasMessageStartingWith("the staging directory has no room for the revisions of 7 documents: ");
    }
}
