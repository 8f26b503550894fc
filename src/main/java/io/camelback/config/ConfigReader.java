package io.camelback.config;

import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Reads and checks the configuration in full, before anything runs. */
public final class ConfigReader {

    private static final long MEBI = 1024 * 1024;

    private final Path base;
    private final Path installation;
    private final Map<String, String> settings;
    private final UnaryOperator<String> placeholders;

    private ConfigReader(Path base, Path installation, Map<String, String> settings, UnaryOperator<String> placeholders) {
        this.base = base;
        this.installation = installation;
        this.settings = settings;
        this.placeholders = placeholders;
    }

    /**
     * @param file the configuration; relative directories in it are relative to its own
     * @param environment overrides the file
     * @param installation has the routes that are used when there are none beside the file
     * @param placeholders resolves {@code {{env:NAME}}}, {@code {{file:PATH}}} and Camel's others
     * @throws Failure (usage) that names the key and says what would be right
     */
    public static Config read(Path file, Map<String, String> environment, Path installation, UnaryOperator<String> placeholders) {
        Path absolute = file.toAbsolutePath().normalize();
        Map<String, String> settings = Settings.read(absolute, environment);
        return new ConfigReader(absolute.getParent(), installation, settings, placeholders).config();
    }

    private Config config() {
        ConfigKeys.check(settings.keySet());
        Map<String, DestinationConfig> destinations = new LinkedHashMap<>();
        ConfigKeys.names(settings.keySet(), ConfigKeys.DESTINATIONS).forEach(it -> destinations.put(it, destination(it)));
        Map<String, TaskConfig> tasks = new LinkedHashMap<>();
        ConfigKeys.names(settings.keySet(), ConfigKeys.TASKS).forEach(it -> tasks.put(it, task(it, destinations)));
        return new Config(destinations, tasks, directory("camelback.staging.directory", "staging"), routes(), clock());
    }

    private DestinationConfig destination(String name) {
        String section = ConfigKeys.DESTINATIONS + name + ".";
        Map<String, String> parameters = new LinkedHashMap<>();
        settings.keySet().stream().filter(it -> it.startsWith(section))
                .forEach(it -> parameters.put(it.substring(section.length()), value(it).orElse("")));
        String type = parameters.remove("type");
        if (type == null || type.isBlank()) {
            throw Failure.usage(section + "type is missing").remedy("Name a type: local, s3, ftp, or one of your own");
        }
        if (type.equals("local") && parameters.containsKey("directory")) {
            parameters.put("directory", base.resolve(parameters.get("directory")).normalize().toString());
        }
        return new DestinationConfig(name, type, parameters);
    }

    private TaskConfig task(String name, Map<String, DestinationConfig> known) {
        String section = ConfigKeys.TASKS + name + ".";
        DatabaseUrl.WithCredentials source = source(section);
        ZoneId zone = zone(section + "timezone");
        List<String> destinations = destinations(section + "destinations", known);
        return new TaskConfig(name, source.url(), source.credentials(), schedule(section + "schedule", zone), zone, destinations,
                (int) number(section + "minDestinations", 1, 1, destinations.size()),
                size(section + "attachmentLimit", MEBI, 0, 512 * MEBI),
                (int) number(section + "parallel", 4, 1, 64),
                (int) number(section + "chunkSize", 250_000, 1, 1_000_000),
                size(section + "batchBytes", 64 * MEBI, 1024, 1024 * MEBI),
                truth(section + "checkpoint", true));
    }

    private DatabaseUrl.WithCredentials source(String section) {
        String text = required(section + "source", "Write the URL of the database: http://host:5984/name");
        DatabaseUrl.WithCredentials source = at(section + "source", () -> DatabaseUrl.parse(text));
        Optional<String> username = value(section + "username");
        if (username.isPresent() && source.credentials().isPresent()) {
            throw Failure.usage(section + "username is given, and " + section + "source has a user name too")
                    .remedy("Keep one of the two");
        }
        if (username.isEmpty() && value(section + "password").isPresent()) {
            throw Failure.usage(section + "username is missing, for there is a password").remedy("Name the user");
        }
        Optional<Credentials> credentials = username.map(it -> new Credentials(it, value(section + "password").orElse("")));
        return new DatabaseUrl.WithCredentials(source.url(), credentials.or(source::credentials));
    }

    private List<String> destinations(String key, Map<String, DestinationConfig> known) {
        String text = required(key, "Name one or more destinations, with commas between");
        List<String> names = new ArrayList<>(new LinkedHashSet<>(List.of(text.strip().split("\\s*,\\s*"))));
        for (String name : names) {
            if (!known.containsKey(name)) {
                throw Failure.usage(key + " names '" + name + "', which is not a destination").remedy(known.isEmpty()
                        ? "Write " + ConfigKeys.DESTINATIONS + name + ".type = local, and its directory"
                        : "The destinations are: " + String.join(", ", known.keySet()));
            }
        }
        return names;
    }

    private Optional<Schedule> schedule(String key, ZoneId zone) {
        return value(key).map(it -> at(key, () -> Schedule.parse(it, zone)));
    }

    private ZoneId zone(String key) {
        String text = value(key).orElse("UTC");
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Failure.usage(key + " = " + text + " is not a time zone").remedy("Write one like Europe/Vienna, or UTC").cause(e);
        }
    }

    private Clock clock() {
        return value("camelback.clock").map(it -> {
            try {
                return Clock.fixed(Instant.parse(it), ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw Failure.usage("camelback.clock = " + it + " is not an instant").remedy("Write 2026-01-31T12:00:00Z").cause(e);
            }
        }).orElse(Clock.tickMillis(ZoneOffset.UTC));
    }

    private Path routes() {
        Optional<String> named = value("camelback.routes");
        Path beside = base.resolve("routes");
        Path routes = named.map(base::resolve).orElse(Files.isDirectory(beside) ? beside : installation.resolve("routes"));
        if (!Files.isDirectory(routes)) {
            throw Failure.usage("camelback.routes: there is no directory " + routes.normalize()).remedy("Name the directory of the routes");
        }
        return routes.normalize();
    }

    private Path directory(String key, String otherwise) {
        return base.resolve(value(key).orElse(otherwise)).normalize();
    }

    private long number(String key, long otherwise, long least, long most) {
        return value(key).map(it -> {
            long number;
            try {
                number = Long.parseLong(it.strip());
            } catch (NumberFormatException e) {
                throw outside(key, it, least, most);
            }
            if (number < least || number > most) {
                throw outside(key, it, least, most);
            }
            return number;
        }).orElse(otherwise);
    }

    /** Bytes, or with k, m or g behind. */
    private long size(String key, long otherwise, long least, long most) {
        return value(key).map(it -> {
            String text = it.strip().toLowerCase(Locale.ROOT);
            int unit = text.isEmpty() ? -1 : "kmg".indexOf(text.charAt(text.length() - 1));
            String digits = unit < 0 ? text : text.substring(0, text.length() - 1).strip();
            if (!digits.matches("\\d{1,12}")) {
                throw outside(key, it, least, most);
            }
            long bytes = Long.parseLong(digits) << 10 * (unit + 1);
            if (bytes < least || bytes > most) {
                throw outside(key, it, least, most);
            }
            return bytes;
        }).orElse(otherwise);
    }

    private static Failure outside(String key, String text, long least, long most) {
        return Failure.usage(key + " = " + text + " is not a number from " + least + " to " + most);
    }

    private boolean truth(String key, boolean otherwise) {
        return value(key).map(it -> switch (it.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Failure.usage(key + " = " + it + " is neither true nor false");
        }).orElse(otherwise);
    }

    private String required(String key, String remedy) {
        return value(key).orElseThrow(() -> Failure.usage(key + " is missing").remedy(remedy));
    }

    /** A value with its placeholders resolved; empty when it isn't there or is blank. */
    private Optional<String> value(String key) {
        String text = settings.get(key);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(text.contains("{{") ? placeholders.apply(text) : text).filter(it -> !it.isBlank());
        } catch (RuntimeException e) {
            throw Failure.usage(key + ": " + e.getMessage()).remedy("Set it, or write the value in its place").cause(e);
        }
    }

    private static <T> T at(String key, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Failure e) {
            throw Failure.usage(key + ": " + e.getMessage()).cause(e);
        }
    }
}
