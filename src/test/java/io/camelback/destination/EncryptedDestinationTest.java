package io.camelback.destination;

import static io.camelback.encryption.TestKeys.PASSPHRASE;
import static io.camelback.encryption.TestKeys.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.demo.FtpServer;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a destination with a key does with objects that somebody has had his hands on, and with those of other keys. */
class EncryptedDestinationTest {

    private static final int SEGMENT = 65_536;
    private static Routes routes;
    private static int number;

    @TempDir
    Path local;

    private Path directory;
    private Path target;

    @BeforeAll
    static void start() {
        routes = Routes.start();
    }

    @AfterAll
    static void stop() {
        routes.close();
    }

    @BeforeEach
    void folders() throws IOException {
        directory = local.resolve("stored");
        target = Files.createDirectory(local.resolve("targets")).resolve("target");
    }

    private Destination with(String... options) {
        Map<String, String> parameters = new HashMap<>(Map.of("directory", directory.toString()));
        for (int i = 0; i < options.length; i += 2) {
            parameters.put("encryption." + options[i], options[i + 1]);
        }
        return routes.add("vault-" + number++, "local", parameters);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(local, "content", ""), content);
    }

    private byte[] stored(String key) throws IOException {
        return Files.readAllBytes(directory.resolve(key));
    }

    private void store(String key, byte[] bytes) throws IOException {
        Files.createDirectories(directory.resolve(key).getParent());
        Files.write(directory.resolve(key), bytes);
    }

    private static Failure failure(Runnable operation) {
        return catchThrowableOfType(Failure.class, operation::run);
    }

    /** Neither way of reading gives out a byte. */
    private Failure refused(Destination destination, String key, Reason reason) {
        Failure read = failure(() -> destination.read(key, 0, key.endsWith("manifest.json") ? 16 : 1));
        Failure get = failure(() -> destination.get(key, target));
        assertThat(List.of(read, get)).allSatisfy(it -> {
            assertThat(it.party()).as(it.getMessage()).isEqualTo(Party.ARCHIVE);
            assertThat(it.reason()).as(it.getMessage()).isEqualTo(reason);
            assertThat(it.isRetryable()).isFalse();
            assertThat(it).hasMessageStartingWith("destination " + destination.name() + ": " + key + " ");
        });
        assertThat(target.getParent()).isEmptyDirectory();
        return get;
    }

    @Test
    void everyByteThatChangesAndEveryCutIsDamage() throws IOException {
        Destination destination = with("key", key(1));
        destination.put("a/b", file("plain"));
        byte[] whole = stored("a/b");
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1 << i % 8;
            store("a/b", changed);
            refused(destination, "a/b", Reason.DAMAGED);
            store("a/b", Arrays.copyOf(whole, i));
            refused(destination, "a/b", Reason.DAMAGED);
        }
        store("a/b", Arrays.copyOf(whole, whole.length + 1));
        refused(destination, "a/b", Reason.DAMAGED);
        store("a/b", whole);
        assertThat(destination.read("a/b", 0, 5)).asString().isEqualTo("plain");
    }

    @Test
    void aLargeObjectThatIsCutBetweenSegmentsOrHasThemSwappedLeavesNothing() throws IOException {
        Destination destination = with("key", key(1));
        byte[] plain = new byte[4 * SEGMENT];
        new Random(3).nextBytes(plain);
        destination.put("large", Files.write(local.resolve("large"), plain));
        byte[] whole = stored("large");
        byte[] swapped = whole.clone();
        System.arraycopy(whole, 38 + SEGMENT, swapped, 38 + 2 * SEGMENT, SEGMENT);
        System.arraycopy(whole, 38 + 2 * SEGMENT, swapped, 38 + SEGMENT, SEGMENT);
        for (byte[] damaged : List.of(swapped, Arrays.copyOf(whole, 38 + 3 * SEGMENT), Arrays.copyOf(whole, whole.length - 1))) {
            store("large", damaged);
            Files.writeString(target, "what was there before");
            assertThat(failure(() -> destination.get("large", target)).reason()).isEqualTo(Reason.DAMAGED);
            assertThat(target).hasContent("what was there before");
            assertThat(target.getParent().toFile().list()).containsExactly("target");
            assertThat(failure(() -> destination.read("large", 2 * SEGMENT, 2 * SEGMENT - 1)).reason()).isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void anObjectInThePlaceOfAnotherIsDamage() throws IOException {
        Destination destination = with("key", key(1));
        destination.put("orders/a", file("first"));
        destination.put("orders/b", file("other"));
        store("orders/b", stored("orders/a"));
        assertThat(refused(destination, "orders/b", Reason.DAMAGED)).hasMessageEndingWith("orders/b is damaged: it was changed or cut, or belongs elsewhere");
    }

    @Test
    void anObjectThatWasReplacedSinceIsReadAnew() throws IOException {
        Destination destination = with("key", key(1));
        Path large = Files.write(local.resolve("large"), new byte[2 * SEGMENT]);
        destination.put("large", large);
        assertThat(destination.read("large", SEGMENT + 5, 3)).containsOnly(0);
        with("key", key(1)).put("large", large);
        assertThat(destination.read("large", SEGMENT + 5, 3)).containsOnly(0);
    }

    @Test
    void anotherKeyIsToldFromDamage() throws IOException {
        with("key", key(1)).put("a/manifest.json", file("{}"));
        Destination other = with("key", key(2));
        assertThat(refused(other, "a/manifest.json", Reason.DENIED).getMessage()).matches("destination vault-\\d+: a/manifest.json was encrypted "
                + "with the key [0-9a-f]{16}, and the destination has [0-9a-f]{16}\\. Give that key as camelback\\.destinations\\.vault-\\d+"
                + "\\.encryption\\.key or among camelback\\.destinations\\.vault-\\d+\\.encryption\\.oldKeys");
        assertThat(refused(with("passphrase", PASSPHRASE), "a/manifest.json", Reason.DENIED)).hasMessageContaining("and the destination has a passphrase only");
    }

    @Test
    void anotherPassphraseIsToldFromDamage() throws IOException {
        with("passphrase", PASSPHRASE).put("a", file("content"));
        assertThat(refused(with("passphrase", "another passphrase"), "a", Reason.DENIED))
                .hasMessageContaining("a was encrypted with another passphrase than the destination has. Give that passphrase as ");
        assertThat(refused(with("key", key(1)), "a", Reason.DENIED)).hasMessageContaining("with a passphrase, and the destination has keys only");
    }

    @Test
    void oldKeysOpenWhatIsThereAndNewObjectsHaveTheNewOne() throws IOException {
        with("key", key(1)).put("first", file("1"));
        with("passphrase", PASSPHRASE, "oldKeys", key(1)).put("second", file("2"));
        Destination now = with("key", key(3), "oldKeys", key(2) + "," + key(1), "oldPassphrases", PASSPHRASE);
        now.put("third", file("3"));
        for (String key : List.of("first", "second", "third")) {
            now.get(key, target);
            assertThat(Files.readAllBytes(target)).isEqualTo(now.read(key, 0, 1));
        }
        Files.delete(target);
        assertThat(with("key", key(3)).read("third", 0, 1)).asString().isEqualTo("3");
        refused(with("key", key(1)), "third", Reason.DENIED);
    }

    private byte[] salt(String key) throws IOException {
        return Arrays.copyOfRange(stored(key), 18, 34);
    }

    @Test
    void oneSaltServesAllObjectsOfADestinationWhoeverMakesThem() throws IOException {
        Destination first = with("passphrase", PASSPHRASE);
        first.put("a", file("a"));
        first.put("b", file("b"));
        with("passphrase", PASSPHRASE).put("c", file("c"));
        assertThat(stored("a")).isNotEqualTo(stored("b"));

        Files.delete(directory.resolve(EncryptedDestination.SALT));
        Destination reader = with("passphrase", PASSPHRASE);
        assertThat(reader.read("a", 0, 1)).asString().isEqualTo("a");
        reader.put("d", file("d"));
        assertThat(directory.resolve(EncryptedDestination.SALT)).as("it knew one already").doesNotExist();
        assertThat(List.of(salt("b"), salt("c"), salt("d"))).allSatisfy(it -> assertThat(it).isEqualTo(salt("a")));
    }

    @Test
    void aSaltThatIsOfNoUseIsReplaced() throws IOException {
        with("passphrase", PASSPHRASE).put("a", file("a"));
        byte[] first = salt("a");
        byte[] changed = stored(EncryptedDestination.SALT);
        changed[20] ^= 1;
        store(EncryptedDestination.SALT, changed);
        with("passphrase", PASSPHRASE).put("b", file("b"));
        byte[] second = salt("b");
        with("passphrase", "another passphrase", "oldPassphrases", PASSPHRASE).put("c", file("c"));
        byte[] third = salt("c");
        with("passphrase", "another passphrase").put("d", file("d"));

        assertThat(List.of(HexFormat.of().formatHex(first), HexFormat.of().formatHex(second), HexFormat.of().formatHex(third))).doesNotHaveDuplicates();
        assertThat(salt("d")).isEqualTo(third);
        assertThat(with("passphrase", "another passphrase", "oldPassphrases", PASSPHRASE).read("a", 0, 1)).asString().isEqualTo("a");
    }

    @Test
    void withAKeyThereIsNoSalt() throws IOException {
        with("key", key(1), "oldPassphrases", PASSPHRASE).put("a", file("a"));
        assertThat(directory.resolve(EncryptedDestination.SALT)).doesNotExist();
    }

    @Test
    void whatIsNotEncryptedIsRefused() throws IOException {
        Destination destination = with("key", key(1));
        for (String content : List.of("x", "CBEN-", "{\"format\":1}" + " ".repeat(100))) {
            store("a/manifest.json", content.getBytes(StandardCharsets.UTF_8));
            assertThat(refused(destination, "a/manifest.json", Reason.REFUSED)).hasMessageEndingWith("a/manifest.json isn't encrypted, though its "
                    + "destination has a key. Give what is encrypted a folder of its own: another directory, prefix or bucket");
        }
    }

    @Test
    void whatIsEncryptedIsRefusedWithoutAKey() throws IOException {
        with("key", key(1)).put("a/manifest.json", file("{}"));
        assertThat(refused(with(), "a/manifest.json", Reason.DENIED)).hasMessageEndingWith("a/manifest.json is encrypted, and the destination has no key. "
                + "Give the destination its encryption.key or encryption.passphrase");
    }

    @Test
    void anAttachmentMayLookAsItLikes() throws IOException {
        with("key", key(1)).put("a", file("an archive of another system, encrypted, in an attachment"));
        Destination plain = with();
        plain.put("attachments/task/ab/abc", directory.resolve("a"));
        plain.get("attachments/task/ab/abc", target);
        assertThat(target).hasBinaryContent(stored("a"));
    }

    /** FTP has no ranges that end: what is asked for may be more than there is. */
    @Test
    void rangesUpToTheEndAreReadWithFtpToo() throws IOException {
        byte[] plain = new byte[3 * SEGMENT];
        new Random(4).nextBytes(plain);
        try (FtpServer server = FtpServer.start(local.resolve("ftp"), "user", "password")) {
            Destination destination = routes.add("ftp", "ftp", Map.of("host", "127.0.0.1", "port", String.valueOf(server.port()), "username", "user",
                    "password", "password", "encryption.key", key(1)));
            destination.put("large", Files.write(local.resolve("large"), plain));
            assertThat(destination.list("")).containsExactly(new StoredObject("large", plain.length));
            assertThat(destination.read("large", SEGMENT, 2 * SEGMENT)).isEqualTo(Arrays.copyOfRange(plain, SEGMENT, plain.length));
            assertThat(destination.read("large", plain.length - 1, 1)).containsExactly(plain[plain.length - 1]);
            assertThat(failure(() -> destination.read("large", plain.length - 1, 2)).reason()).isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void nothingPlainGetsByAnOldRoute() throws IOException {
        Destination destination = with("key", key(1));
        Path file = file("plain");
        Patience patience = new Patience(Duration.ofMinutes(15), routes.context().getExecutorServiceManager().newCachedThreadPool(this, "put"));
        Failure failure = failure(() -> new RouteDestination(destination.name(), routes.context().createProducerTemplate(), patience).put("a", file));
        assertThat(failure).hasMessageContaining(": a is not stored: it came past the encryption of its destination");
        assertThat(directory).doesNotExist();
    }

    @Test
    void aFileIsEncryptedOnceHoweverOftenItIsSentAndNothingStaysBeside() throws Exception {
        List<byte[]> sent = new ArrayList<>();
        routes.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("destination-flaky").templateParameter("name").from("direct:destination-{{name}}").errorHandler(noErrorHandler())
                        .process(exchange -> {
                            sent.add(Files.readAllBytes(exchange.getMessage().getBody(File.class).toPath()));
                            if (sent.size() % 3 != 0) {
                                throw new ConnectException("not yet");
                            }
                        });
            }
        });
        Path file = Files.writeString(Files.createDirectory(local.resolve("staging")).resolve("file"), "content");
        routes.add("flaky", "flaky", Map.of("encryption.key", key(1)));
        List<?> outcomes = routes.context().createProducerTemplate().requestBody("direct:store", new StoreRequest("a", file, List.of("flaky")), List.class);
        assertThat(outcomes).singleElement().satisfies(it -> assertThat(((Outcome) it).failure()).isEmpty());
        assertThat(sent).hasSize(3).allSatisfy(it -> assertThat(it).isEqualTo(sent.get(0)).startsWith('C', 'B', 'E', 'N', 'C'));
        assertThat(file.getParent().toFile().list()).containsExactly("file");
        Destination denied = with("key", key(1));
        Files.writeString(directory, "no folder");
        assertThat(failure(() -> denied.put("a", file))).isNotNull();
        assertThat(file.getParent().toFile().list()).containsExactly("file");
    }
}
