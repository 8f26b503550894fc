package io.camelback.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Destination} promises: each type passes these same tests, on a real server. */
abstract class DestinationContract {

    private static final int MANY = 1_050;

    @TempDir
    Path local;

    /** The destination under test, empty at first. */
    abstract Destination destination();

    /** Puts a small object the quickest way there is. */
    void seed(String key) throws IOException {
        destination().put(key, file("x"));
    }

    /** Leaves behind what an interrupted upload of this key would, if this type leaves anything at all. */
    void leavePart(String key) throws IOException {
    }

    final Path file(String content) throws IOException {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    final Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(local, "content", ""), content);
    }

    private byte[] got(String key) throws IOException {
        Path target = Files.createTempDirectory(local, "got").resolve("file");
        destination().get(key, target);
        return Files.readAllBytes(target);
    }

    private List<String> keys(String prefix) {
        return destination().list(prefix).stream().map(StoredObject::key).toList();
    }

    static Failure failure(Runnable operation) {
        return catchThrowableOfType(Failure.class, operation::run);
    }

    @Test
    void whatIsPutIsGot() throws IOException {
        destination().put("orders/delta/a.bin", file("content"));
        assertThat(got("orders/delta/a.bin")).asString().isEqualTo("content");
    }

    @Test
    void anEmptyFileIsAnObject() throws IOException {
        destination().put("folder/empty", file(""));
        assertThat(got("folder/empty")).isEmpty();
        assertThat(destination().list("folder/")).containsExactly(new StoredObject("folder/empty", 0));
    }

    @Test
    void bytesOfAllValuesAndSizesComeBackAsTheyWere() throws IOException {
        Random random = new Random(7);
        for (int size : new int[] {1, 255, 8_192, 131_073, 5 * 1024 * 1024 + 1, 17 * 1024 * 1024 + 3}) {
            byte[] content = new byte[size];
            random.nextBytes(content);
            destination().put("sizes/" + size, file(content));
            assertThat(Arrays.equals(got("sizes/" + size), content)).as("%d bytes", size).isTrue();
        }
    }

    @Test
    void puttingAgainReplaces() throws IOException {
        destination().put("note", file("first, and longer"));
        destination().put("note", file("second"));
        destination().put("note", file("third one"));
        assertThat(got("note")).asString().isEqualTo("third one");
        assertThat(destination().list("")).containsExactly(new StoredObject("note", 9));
    }

    @Test
    void theFileThatIsPutStaysAsItIs() throws IOException {
        Path file = file("mine");
        destination().put("a", file);
        assertThat(file).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b/c  d", "1+1=2", "100%", "%41%2F%zz", "a#b", "a&b=c", "what?", "it's \"quoted\"",
            "${body}", "a/${header.CamelbackOperation}/b", "$simple{body}", "#bean:context", "{curly}", "(round) [square] <angle>",
            "a,b;c:d",
            "RAW(x)", "x@y!z~*^`|", "-dash", "a..", "a/b...", "äöü ß/日本語/😀", "\u00e9 and e\u0301", "file:host", "a'b''c", "%s%n%d",
            "simple:x", "a|b", "~home", "CON", "name."})
    void keysMayHaveOddCharacters(String key) throws IOException {
        destination().put(key, file("odd: " + key));
        assertThat(keys("")).containsExactly(key);
        assertThat(keys(key)).containsExactly(key);
        assertThat(got(key)).asString(StandardCharsets.UTF_8).isEqualTo("odd: " + key);
        assertThat(destination().read(key, 3, 1)).asString().isEqualTo(":");
        destination().put(key, file("again"));
        assertThat(got(key)).asString().isEqualTo("again");
        destination().delete(key);
        assertThat(keys("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", ".", "a\\b", "a\nb", "a/.part-b",
            ".a/b", "a/ b", "a /b", "a ", "\ud800"})
    void keysThatAreNoneAreRefused(String key) throws IOException {
        Path file = file("x");
        assertThat(failure(() -> destination().put(key, file)).reason()).isEqualTo(Reason.REFUSED);
        if (!Keys.isPart(key)) {
            assertThat(failure(() -> destination().delete(key)).reason()).isEqualTo(Reason.REFUSED);
        }
        assertThat(keys("")).isEmpty();
    }

    @Test
    void keysAndNamesMayBeLong() throws IOException {
        String key = ("f".repeat(120) + "/").repeat(6) + "n".repeat(200);
        destination().put(key, file("long"));
        assertThat(keys("")).containsExactly(key);
        assertThat(got(key)).asString().isEqualTo("long");
    }

    @Test
    void aRangeIsReadExactly() throws IOException {
        destination().put("a", file("0123456789"));
        assertThat(destination().read("a", 0, 3)).asString().isEqualTo("012");
        assertThat(destination().read("a", 4, 2)).asString().isEqualTo("45");
        assertThat(destination().read("a", 7, 3)).asString().isEqualTo("789");
        assertThat(destination().read("a", 0, 10)).asString().isEqualTo("0123456789");
        assertThat(destination().read("a", 5, 0)).isEmpty();
    }

    @Test
    void aRangeInTheMiddleOfALargeObjectIsRead() throws IOException {
        byte[] content = new byte[12 * 1024 * 1024];
        new Random(1).nextBytes(content);
        destination().put("large", file(content));
        assertThat(destination().read("large", 9_000_001, 1_234)).isEqualTo(Arrays.copyOfRange(content, 9_000_001, 9_001_235));
    }

    @Test
    void anObjectShorterThanTheRangeIsDamaged() throws IOException {
        destination().put("a", file("0123456789"));
        for (long offset : new long[] {8, 10, 1_000}) {
            Failure failure = failure(() -> destination().read("a", offset, 3));
            assertThat(failure.reason()).isEqualTo(Reason.DAMAGED);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure).hasMessageContaining(": a ends ");
        }
    }

    @Test
    void aListHasAllKeysBelowAPrefixInTheOrderOfTheirBytes() throws IOException {
        for (String key : List.of("b/2/x", "a", "b/10", "b/1/deep/er", "b-", "b/\uffee", "b/😀", "c/1", "bc", "b/ä", "b/Z")) {
            seed(key);
        }
        assertThat(keys("")).containsExactly("a", "b-", "b/1/deep/er", "b/10", "b/2/x", "b/Z", "b/ä", "b/\uffee", "b/😀", "bc", "c/1");
        assertThat(keys("b/1")).containsExactly("b/1/deep/er", "b/10");
        assertThat(keys("b")).hasSize(9);
        assertThat(keys("b/1/deep/")).containsExactly("b/1/deep/er");
        assertThat(keys("nothing")).isEmpty();
        assertThat(keys("no/such/folder/x")).isEmpty();
        assertThat(keys("a/")).isEmpty();
    }

    @Test
    void aListTellsSizes() throws IOException {
        destination().put("x/1", file("1"));
        destination().put("x/333", file("333"));
        assertThat(destination().list("x/")).containsExactly(new StoredObject("x/1", 1), new StoredObject("x/333", 3));
    }

    @Test
    void aListIsCompleteBeyondAThousand() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            expected.add("many/%04d".formatted(i));
            seed(expected.get(i));
        }
        assertThat(keys("many/")).isEqualTo(expected);
    }

    @Test
    void anEmptyDestinationHasAnEmptyList() {
        assertThat(keys("")).isEmpty();
    }

    @Test
    void whatIsDeletedIsGone() throws IOException {
        destination().put("folder/a", file("a"));
        destination().put("folder/b", file("b"));
        destination().delete("folder/a");
        assertThat(keys("")).containsExactly("folder/b");
        assertThat(failure(() -> destination().read("folder/a", 0, 1)).reason()).isEqualTo(Reason.MISSING);
        destination().delete("folder/b");
        assertThat(keys("")).isEmpty();
        destination().put("folder/a", file("again"));
        assertThat(got("folder/a")).asString().isEqualTo("again");
    }

    @Test
    void deletingWhatIsNotThereIsFine() throws IOException {
        destination().delete("no/such/key");
        destination().put("folder/a", file("a"));
        destination().delete("folder/b");
        assertThat(keys("")).containsExactly("folder/a");
    }

    @Test
    void whatIsNotThereIsMissing() throws IOException {
        destination().put("folder/a", file("a"));
        Path target = local.resolve("target");
        for (String key : List.of("b", "folder/b", "folder", "no/folder/c")) {
            for (Runnable operation : List.<Runnable>of(() -> destination().get(key, target), () -> destination().read(key, 0, 1))) {
                Failure failure = failure(operation);
                assertThat(failure.party()).isEqualTo(Party.DESTINATION);
                assertThat(failure.reason()).isEqualTo(Reason.MISSING);
                assertThat(failure.isRetryable()).isFalse();
                assertThat(failure).hasMessage("destination " + destination().name() + ": " + key + " doesn't exist");
            }
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void aFailedGetLeavesWhatWasAtTheTarget() throws IOException {
        Path folder = Files.createDirectory(local.resolve("targets"));
        Path target = Files.writeString(folder.resolve("t"), "before");
        assertThatThrownBy(() -> destination().get("missing", target)).isInstanceOf(Failure.class);
        assertThat(target).hasContent("before");
        assertThat(folder.toFile().list()).containsExactly("t");
    }

    @Test
    void gettingReplacesWhatIsAtTheTarget() throws IOException {
        destination().put("a", file("new"));
        Path target = file("what was here before, and longer");
        destination().get("a", target);
        assertThat(target).hasContent("new");
    }

    @Test
    void aFileThatCanNotBeReadIsNotTheDestinationsFault() {
        Failure failure = failure(() -> destination().put("a", local.resolve("no such file")));
        assertThat(failure.party()).isEqualTo(Party.CAMELBACK);
        assertThat(keys("")).isEmpty();
    }

    @Test
    void aTargetThatCanNotBeWrittenIsNotTheDestinationsFault() throws IOException {
        destination().put("a", file("a"));
        Failure failure = failure(() -> destination().get("a", local.resolve("no such folder/file")));
        assertThat(failure.party()).isEqualTo(Party.CAMELBACK);
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void anUploadUnderWayIsHidden() throws IOException {
        leavePart("folder/a");
        assertThat(keys("")).isEmpty();
        assertThat(keys("folder/.part-")).isEmpty();
        assertThat(failure(() -> destination().read("folder/a", 0, 1)).reason()).isEqualTo(Reason.MISSING);
    }

    @Test
    void anUploadThatDiedIsListedForThoseWhoAskAndCanBeRemoved() throws IOException {
        destination().put("folder/b", file("b"));
        leavePart("folder/a");
        List<String> all = destination().listWithUploads("fold").stream().map(StoredObject::key).toList();
        assertThat(all).contains("folder/b").allMatch(it -> it.equals("folder/b") || it.startsWith("folder/.part-"));
        all.stream().filter(it -> !it.equals("folder/b")).forEach(destination()::delete);
        assertThat(destination().listWithUploads("")).extracting(StoredObject::key).containsExactly("folder/b");
    }

    @Test
    void anUploadThatWasInterruptedCanBeMadeAgain() throws IOException {
        leavePart("folder/a");
        destination().put("folder/a", file("whole"));
        assertThat(got("folder/a")).asString().isEqualTo("whole");
        leavePart("folder/a");
        assertThat(got("folder/a")).asString().isEqualTo("whole");
        destination().put("folder/a", file("replaced"));
        assertThat(got("folder/a")).asString().isEqualTo("replaced");
    }

    @Test
    void differentKeysMayBePutAtTheSameTime() throws Exception {
        List<Callable<Void>> puts = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String key = "parallel/" + i % 3 + "/" + i;
            puts.add(() -> {
                destination().put(key, file(key.repeat(10_000)));
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Void> done : threads.invokeAll(puts)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(keys("parallel/")).hasSize(24);
        for (String key : keys("parallel/")) {
            assertThat(got(key)).asString().isEqualTo(key.repeat(10_000));
        }
    }
}
