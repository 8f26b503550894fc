package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.encryption.EncryptionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operations.md says of the configuration. */
class OperationsDocumentTest {

    private final String document = read(Path.of("docs/operations.md"));

    @TempDir
    Path folder;

    @Test
    void everyKeyIsDescribed() {
        assertThat(ConfigKeys.TASK_OPTIONS).allSatisfy(it -> assertThat(document).containsPattern("(?m)^\\|[^|]*`" + it + "`"));
        assertThat(EncryptionOptions.NAMES).allSatisfy(it -> assertThat(document).containsPattern("(?m)^\\|[^|]*`" + it + "`"));
        assertThat(ConfigKeys.GLOBAL).allSatisfy(it -> assertThat(document).containsPattern("(?m)^\\| `" + it + "` \\|"));
    }

    @Test
    void theExampleIsAConfigurationThatCanBeRead() throws IOException {
        Matcher example = Pattern.compile("```properties\\n(.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(example.find()).isTrue();
        Path file = Files.writeString(folder.resolve("application.properties"), example.group(1));
        Config config = ConfigReader.read(file, Map.of(), Path.of(""), it -> it);
        assertThat(config.task("orders").destinations()).containsExactly("local");
        assertThat(config.task("orders").schedule()).isPresent();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
