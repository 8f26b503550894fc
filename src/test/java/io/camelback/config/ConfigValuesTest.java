package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.couchdb.Credentials;
import io.camelback.failure.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where values come from: the file, the environment, placeholders; and where those of secrets never go. */
final class ConfigValuesTest extends WrittenConfig {

    @Test
    void theEnvironmentOverridesTheFile() {
        TaskConfig task = read(MINIMAL + "camelback.tasks.orders.chunkSize = 5\n", Map.of("CAMELBACK_TASKS_ORDERS_CHUNKSIZE", "7",
                "CAMELBACK_TASKS_ORDERS_SOURCE", "http://other/orders")).task("orders");
        assertThat(task.chunkSize()).isEqualTo(7);
        assertThat(task.source()).hasToString("http://other/orders");
    }

    @Test
    void theEnvironmentAddsWhatTheFileHasNot() {
        Config config = read(MINIMAL, Map.of("CAMELBACK_TASKS_ORDERS_USERNAME", "user", "CAMELBACK_TASKS_ORDERS_PASSWORD", "secret",
                "CAMELBACK_TASKS_ORDERS_MINDESTINATIONS", "1", "CAMELBACK_DESTINATIONS_NAS_DIRECTORY", "there",
                "CAMELBACK_STAGING_DIRECTORY", "work", "CAMELBACK_CLOCK", "2026-01-31T12:00:00Z"));
        assertThat(config.task("orders").access().credentials()).contains(new Credentials.Basic("user", "secret"));
        assertThat(config.destinations().get("nas").parameters()).isEqualTo(Map.of("directory", folder.resolve("conf/there").toString()));
        assertThat(config.staging()).isEqualTo(folder.resolve("conf/work"));
        assertThat(config.clock().instant()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    }

    @Test
    void secretsOfADestinationMayStandInTheEnvironment() {
        assertThat(read(MINIMAL, Map.of("CAMELBACK_DESTINATIONS_NAS_ENCRYPTION_KEY", "k", "CAMELBACK_DESTINATIONS_NAS_ENCRYPTION_OLDPASSPHRASES", "p"))
                .destinations().get("nas").parameters()).containsEntry("encryption.key", "k").containsEntry("encryption.oldPassphrases", "p");
    }

    @Test
    void dashesAreUnderscoresInTheEnvironment() {
        String file = MINIMAL.replace("orders.", "my-orders.").replace("nas", "nas-2") + DESTINATION;
        Config config = read(file, Map.of("CAMELBACK_TASKS_MY_ORDERS_PARALLEL", "9", "CAMELBACK_DESTINATIONS_NAS_2_DIRECTORY", "/two",
                "CAMELBACK_DESTINATIONS_NAS_DIRECTORY", "/one"));
        assertThat(config.task("my-orders").parallel()).isEqualTo(9);
        assertThat(config.destinations().get("nas-2").parameters()).isEqualTo(Map.of("directory", "/two"));
        assertThat(config.destinations().get("nas").parameters()).isEqualTo(Map.of("directory", "/one"));
    }

    @Test
    void anEmptyValueInTheEnvironmentIsNoValue() {
        assertThat(read(MINIMAL + "camelback.tasks.orders.chunkSize = 5\n", Map.of("CAMELBACK_TASKS_ORDERS_CHUNKSIZE", ""))
                .task("orders").chunkSize()).isEqualTo(250_000);
    }

    @Test
    void aMisspeltNameInTheEnvironmentIsRefusedAndOthersAreNobodysBusiness() {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> read(MINIMAL, Map.of("CAMELBACK_TASKS_ORDERS_PASWORD", "secret")))
                .withMessage("CAMELBACK_TASKS_ORDERS_PASWORD in the environment is no option of task orders. Did you mean password?");
        assertThat(read(MINIMAL, Map.of("CAMELBACK_HOME", "/opt", "CAMELBACK_TASKS_UNKNOWN_SOURCE", "x", "HOME", "/root")).tasks())
                .containsOnlyKeys("orders");
    }

    @Test
    void placeholdersAreResolvedWhereverTheyStand() {
        System.setProperty("camelback.test.secret", "s3cr3t");
        try {
            Config config = read(DESTINATION + """
                    camelback.destinations.nas.token = {{sys:camelback.test.secret}}
                    camelback.tasks.orders.source = http://db.example.com/{{camelback.test.missing:orders}}
                    camelback.tasks.orders.username = user
                    camelback.tasks.orders.password = {{sys:camelback.test.secret}}!
                    camelback.tasks.orders.destinations = nas
                    """);
            assertThat(config.task("orders").source()).hasToString("http://db.example.com/orders");
            assertThat(config.task("orders").access().credentials()).contains(new Credentials.Basic("user", "s3cr3t!"));
            assertThat(config.destinations().get("nas").parameters()).isEqualTo(Map.of("token", "s3cr3t"));
        } finally {
            System.clearProperty("camelback.test.secret");
        }
    }

    @Test
    void aPlaceholderThatStandsForNothingIsNamed() {
        refused(MINIMAL + "camelback.tasks.orders.username = u\ncamelback.tasks.orders.password = {{env:CAMELBACK_NO_SUCH}}")
                .withMessage("camelback.tasks.orders.password: {{env:CAMELBACK_NO_SUCH}} can't be resolved. Set it, or write the value in its place");
        refused(MINIMAL + "camelback.tasks.orders.username = u\ncamelback.tasks.orders.password = {{env:OPEN")
                .withMessageStartingWith("camelback.tasks.orders.password: a placeholder can't be resolved");
    }

    /** Everything that goes wrong beside a password, and everything that is printed when nothing does. */
    @Test
    void noPasswordIsEverPrinted() {
        String secrets = """
                camelback.destinations.nas.secretKey = TOPSECRET
                camelback.tasks.orders.username = user
                camelback.tasks.orders.password = TOPSECRET
                """;
        String url = SOURCE.replace("http://", "http://user:TOPSECRET@");
        Config config = read(MINIMAL + secrets);
        String key = "camelback.tasks.orders.iamApiKey = TOPSECRET\n";
        List<String> printed = new ArrayList<>(List.of(config.toString(), config.task("orders").toString(),
                config.destinations().get("nas").toString(), read(MINIMAL + url).toString()));
        List.of(MINIMAL + key, MINIMAL + key + secrets, MINIMAL + key + url, MINIMAL + key + "camelback.tasks.orders.iamTokenUrl = http://TOPSECRET@h",
                MINIMAL + secrets + "camelback.tasks.orders.pasword = TOPSECRET", MINIMAL + secrets + url,
                MINIMAL + url.replace("/orders", ""), MINIMAL + url.replace("http://", "gopher://"), MINIMAL + url.replace("orders\n", "{{env:NO_SUCH}}\n"),
                MINIMAL + url.replace("TOPSECRET", "TOP SECRET TOPSECRET"), MINIMAL + url.replace("TOPSECRET", "TOPSECRET@TOPSECRET"),
                MINIMAL + url.replace("TOPSECRET", "%TOPSECRET"),
                MINIMAL + secrets.replace("TOPSECRET", "TOPSECRET{{env:NO_SUCH}}"), MINIMAL + secrets.replace("TOPSECRET", "TOPSECRET{{"),
                MINIMAL + secrets + "camelback.clock = x", secrets).forEach(text -> printed.add(whatIsSaidOf(text)));
        assertThat(printed).noneMatch(it -> it.contains("TOPSECRET"));
    }

    private String whatIsSaidOf(String text) {
        try {
            return read(text).toString();
        } catch (Failure e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return e.getMessage() + e.what() + trace;
        }
    }
}
