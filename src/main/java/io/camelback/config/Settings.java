package io.camelback.config;

import io.camelback.failure.Failure;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The lines of the configuration as text: those of the file, overridden by the environment. Placeholders are still in them.
 *
 * <p>{@code CAMELBACK_TASKS_ORDERS_PASSWORD} overrides or adds {@code camelback.tasks.orders.password}: a name in the environment
 * can't tell dots, dashes and cases apart, so it is matched against the tasks and destinations of the file and the known options.
 */
final class Settings {

    static final String PREFIX = "camelback.";
    private static final String ENVIRONMENT_PREFIX = "CAMELBACK_";

    private Settings() {
    }

    /** @return keys with their {@code camelback.} prefix, each of them known, sorted */
    static Map<String, String> read(Path file, Map<String, String> environment) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw Failure.usage("there is no configuration file " + file).remedy("Name one with --config FILE").cause(e);
        } catch (CharacterCodingException e) {
            throw Failure.usage("the configuration file " + file + " is not in UTF-8").remedy("Save it in UTF-8").cause(e);
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.usage("the configuration file " + file + " can't be read: " + e).cause(e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().stream().filter(it -> it.startsWith(PREFIX))
                .forEach(it -> settings.put(it, properties.getProperty(it)));
        ConfigKeys.check(settings.keySet());
        Map<String, String> overrides = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX)) {
                ConfigKeys.named(name, settings.keySet()).ifPresent(key -> overrides.put(key, value));
            }
        });
        settings.putAll(overrides);
        return settings;
    }

    /** A key as it would be written in the environment. */
    static String relaxed(String key) {
        return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
