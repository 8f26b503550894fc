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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads and checks the configuration in full, before anything runs. */
public final class ConfigReader {

    private static final long MEBI = 1024 * 1024;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");

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
        number("camelback.retries", 4, 0, 1000);             // read by the routes, checked here
        number("camelback.retryDelay", 500, 1, 3_600_000);
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
        if (type.strip().equals("local") && parameters.containsKey("directory")) {
            parameters.put("directory", base.resolve(parameters.get("directory").strip()).normalize().toString());
        }
        return new DestinationConfig(name, type.strip(), parameters);
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
        Optional<String> password = value(section + "password");
        if (source.credentials().isPresent() && (username.isPresent() || password.isPresent())) {
            throw Failure.usage(section + (username.isPresent() ? "username" : "password") + " is given, and " + section
                    + "source has a user name too").remedy("Write both in the URL, or neither");
        }
        if (username.isEmpty() && password.isPresent()) {
            throw Failure.usage(section + "username is missing, for there is a password").remedy("Name the user");
        }
        Optional<Credentials> credentials = username.map(it -> new Credentials(it, password.orElse("")));
        return new DatabaseUrl.WithCredentials(source.url(), credentials.or(source::credentials));
    }

    private List<String> destinations(String key, Map<String, DestinationConfig> known) {
        String text = required(key, "Name one or more destinations, with commas between");
        Set<String> names = new LinkedHashSet<>(List.of(text.split("\\s*,\\s*", -1)));
        for (String name : names) {
            if (!known.containsKey(name)) {
                throw Failure.usage(key + " names '" + name + "', which is not a destination").remedy(known.isEmpty()
                        ? "Write " + ConfigKeys.DESTINATIONS + name + ".type = local, and its directory"
                        : "The destinations are: " + String.join(", ", known.keySet()));
            }
        }
        return List.copyOf(names);
    }

    private Optional<Schedule> schedule(String key, ZoneId zone) {
        return text(key).map(it -> at(key, () -> Schedule.parse(it, zone)));
    }

    private ZoneId zone(String key) {
        String text = text(key).orElse("UTC");
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Failure.usage(key + " = " + text + " is not a time zone").remedy("Write one like Europe/Vienna, or UTC").cause(e);
        }
    }

    private Clock clock() {
        return text("camelback.clock").map(it -> {
            try {
                return Clock.fixed(Instant.parse(it), ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw Failure.usage("camelback.clock = " + it + " is not an instant").remedy("Write 2026-01-31T12:00:00Z").cause(e);
            }
        }).orElse(Clock.tickMillis(ZoneOffset.UTC));
    }

    private Path routes() {
        Optional<String> named = text("camelback.routes");
        Path beside = base.resolve("routes");
        Path routes = named.map(base::resolve).orElse(Files.isDirectory(beside) ? beside : installation.resolve("routes"));
        if (!Files.isDirectory(routes)) {
            throw Failure.usage("camelback.routes: there is no directory " + routes.normalize()).remedy("Name the directory of the routes");
        }
        return routes.normalize();
    }

    private Path directory(String key, String otherwise) {
        return base.resolve(text(key).orElse(otherwise)).normalize();
    }

    private long number(String key, long otherwise, long least, long most) {
        return text(key).map(it -> {
            long number;
            try {
                number = Long.parseLong(it);
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
        return text(key).map(it -> {
            int unit = "kmg".indexOf(Character.toLowerCase(it.charAt(it.length() - 1)));
            String digits = unit < 0 ? it : it.substring(0, it.length() - 1).strip();
            int shift = 10 * (unit + 1);
            if (!digits.matches("[0-9]{1,18}") || Long.parseLong(digits) > most >> shift || Long.parseLong(digits) << shift < least) {
                throw outside(key, it, least, most).remedy("Write bytes, or with k, m or g behind: 64m");
            }
            return Long.parseLong(digits) << shift;
        }).orElse(otherwise);
    }

    private static Failure outside(String key, String text, long least, long most) {
        return Failure.usage(key + " = " + text + " is not a number from " + least + " to " + most);
    }

    private boolean truth(String key, boolean otherwise) {
        return text(key).map(it -> switch (it) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Failure.usage(key + " = " + it + " is neither true nor false");
        }).orElse(otherwise);
    }

    private String required(String key, String remedy) {
        return text(key).orElseThrow(() -> Failure.usage(key + " is missing").remedy(remedy));
    }

    /** A value without the white space around it. */
    private Optional<String> text(String key) {
        return value(key).map(String::strip);
    }

    /** A value with its placeholders resolved; empty when it isn't there or is blank. */
    private Optional<String> value(String key) {
        String text = settings.get(key);
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(text.contains("{{") ? resolved(key, text) : text).filter(it -> !it.isBlank());
    }

    /** What Camel throws repeats the value, which may hold a password beside the placeholder: it is not passed on. */
    private String resolved(String key, String text) {
        try {
            return placeholders.apply(text);
        } catch (RuntimeException e) {
            String which = PLACEHOLDER.matcher(text).results().map(MatchResult::group).filter(this::isUnresolved).findFirst()
                    .orElse("a placeholder");
            throw Failure.usage(key + ": " + which + " can't be resolved").remedy(which.startsWith("{{file:")
                    ? "Check that this file is there and may be read" : "Set it, or write the value in its place");
        }
    }

    private boolean isUnresolved(String placeholder) {
        try {
            placeholders.apply(placeholder);
            return false;
        } catch (RuntimeException e) {
            return true;
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
