package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a configuration file that a test writes. */
abstract class WrittenConfig {

    static final String DESTINATION = "camelback.destinations.nas.type = local\n";
    static final String SOURCE = "camelback.tasks.orders.source = http://db.example.com:5984/orders\n";
    static final String MINIMAL = DESTINATION + SOURCE + "camelback.tasks.orders.destinations = nas\n";

    private static final CamelContext CAMEL = new DefaultCamelContext();

    @TempDir
    Path folder;
    Path installation;

    @BeforeEach
    void installation() throws IOException {
        installation = folder.resolve("installation");
        Files.createDirectories(installation.resolve("routes"));
    }

    final ThrowableAssertAlternative<Failure> refused(String text) {
        return assertThatExceptionOfType(Failure.class).isThrownBy(() -> read(text)).satisfies(it -> {
            assertThat(it.party()).isEqualTo(Party.USER);
            assertThat(it.getMessage()).doesNotContain("\n");
        });
    }

    final Config read(String text) {
        return read(text, Map.of());
    }

    final Config read(String text, Map<String, String> environment) {
        try {
            Path file = folder.resolve("conf/application.properties");
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return read(file, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final Config read(Path file, Map<String, String> environment) {
        return ConfigReader.read(file, environment, installation, CAMEL::resolvePropertyPlaceholders);
    }
}
