package io.camelback.config;

import io.camelback.archive.Attachment;
import io.camelback.archive.Level;
import io.camelback.archive.Selection;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.couchdb.Limits;
import io.camelback.couchdb.OwnCa;
import io.camelback.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Reads and checks the configuration in full, before anything runs. */
public final class ConfigReader {

    private static final long MEBI = 1024 * 1024;

    private final Path base;
    private final Path installation;
    private final Map<String, String> settings;
    private final Values values;

    private ConfigReader(Path base, Path installation, Map<String, String> settings, Values values) {
        this.base = base;
        this.installation = installation;
        this.settings = settings;
        this.values = values;
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
        return new ConfigReader(absolute.getParent(), installation, settings, new Values(settings, placeholders)).config();
    }

    private Config config() {
        values.number("camelback.retries", 4, 0, 1000);             // read by the routes, checked here
        values.number("camelback.retryDelay", 500, 1, 3_600_000);
        Map<String, DestinationConfig> destinations = new LinkedHashMap<>();
        ConfigKeys.names(settings.keySet(), ConfigKeys.DESTINATIONS).forEach(it -> destinations.put(it, destination(it)));
        Map<String, Task> tasks = new LinkedHashMap<>();
        ConfigKeys.names(settings.keySet(), ConfigKeys.TASKS).forEach(it -> tasks.put(it, task(it, destinations)));
        return new Config(destinations, tasks, directory("camelback.staging.directory", "staging"),
                values.size("camelback.staging.maxBytes", 8 * 1024 * MEBI, MEBI, Long.MAX_VALUE >> 10),
                values.duration("camelback.patience", Duration.ofMinutes(15)), routes(), clock(), values.truth("camelback.leases", true));
    }

    private DestinationConfig destination(String name) {
        String section = ConfigKeys.DESTINATIONS + name + ".";
        Map<String, String> parameters = new LinkedHashMap<>();
        settings.keySet().stream().filter(it -> it.startsWith(section))
                .forEach(it -> parameters.put(it.substring(section.length()), values.value(it).orElse("")));
        String type = parameters.remove("type");
        if (type == null || type.isBlank()) {
            throw Failure.usage(section + "type is missing").remedy("Name a type: local, s3, ftp, or one of your own");
        }
        if (type.strip().equals("local") && parameters.containsKey("directory")) {
            parameters.put("directory", base.resolve(parameters.get("directory").strip()).normalize().toString());
        }
        return new DestinationConfig(name, type.strip(), parameters);
    }

    private Task task(String name, Map<String, DestinationConfig> known) {
        String section = ConfigKeys.TASKS + name + ".";
        if (Attachment.isReserved(name)) {
            throw Failure.usage(section + "source: no task can be called " + name).remedy("Give it another name: destinations keep attachments there");
        }
        Optional<String> databases = values.text(section + "databases");
        if (databases.isPresent()) {
            TaskConfig each = task(name, source(section, DatabaseUrl::parseServer, "Write the URL of the server: http://host:5984"), known);
            return new ServerConfig(each, new DatabasePatterns(patterns(section + "databases"), patterns(section + "databases.exclude")),
                    (int) values.number(section + "databases.parallel", 4, 1, 64));
        }
        for (String option : List.of("databases.exclude", "databases.parallel")) {
            if (values.text(section + option).isPresent()) {
                throw Failure.usage(section + option + " is given without " + section + "databases").remedy("Write " + section + "databases = *");
            }
        }
        return task(name, source(section, DatabaseUrl::parse, "Write the URL of the database: http://host:5984/name"), known);
    }

    private TaskConfig task(String name, Source source, Map<String, DestinationConfig> known) {
        String section = ConfigKeys.TASKS + name + ".";
        ZoneId zone = zone(section + "timezone");
        List<String> destinations = destinations(section + "destinations", known);
        return new TaskConfig(name, source.url(), source.access(), schedule(section + "schedule", zone), zone, destinations,
                (int) values.number(section + "minDestinations", 1, 1, destinations.size()),
                values.size(section + "attachmentLimit", MEBI, 0, 512 * MEBI),
                (int) values.number(section + "parallel", 4, 1, 64),
                (int) values.number(section + "chunkSize", 250_000, 1, 1_000_000),
                values.size(section + "batchBytes", 64 * MEBI, 1024, 1024 * MEBI),
                values.choice(section + "deleted", true, "keep", "skip"),
                values.truth(section + "checkpoint", true),
                values.truth(section + "localDocuments", false),
                values.text(section + "documents").map(it -> at(section + "documents", () -> Selection.parse(it))).orElse(Selection.ALL),
                upkeep(section, zone),
                verification(section, zone));
    }

    private Verification verification(String section, ZoneId zone) {
        Sample sample = values.text(section + "verify.sample").map(it -> at(section + "verify.sample", () -> Sample.parse(it))).orElse(Sample.ALL);
        Optional<DatabaseUrl.WithCredentials> server = values.text(section + "testRestore.to")
                .map(it -> at(section + "testRestore.to", () -> DatabaseUrl.parseServer(it)));
        return new Verification(values.truth(section + "verify.afterRun", false), schedule(section + "verify.schedule", zone), sample, schedule(section + "testRestore.schedule", zone),
                server.map(DatabaseUrl.WithCredentials::url), Access.of(server.flatMap(DatabaseUrl.WithCredentials::credentials)));
    }

    private Upkeep upkeep(String section, ZoneId zone) {
        Map<Level, Integer> keep = new EnumMap<>(Level.class);
        Retention.LEVELS.forEach(it -> keep.put(it, values.count(section + "retention." + it.text(), Retention.DEFAULT.keeps(it))));
        Retention retention = new Retention(keep, values.ratio(section + "fold.ratio", Retention.DEFAULT.foldRatio()),
                values.duration(section + "cleanup.grace", Retention.DEFAULT.grace()));
        Optional<Schedule> rollups = schedule(section + "rollup.schedule", zone);
        return new Upkeep(retention, rollups, values.truth(section + "rollup.afterRun", rollups.isEmpty()), schedule(section + "fullSchedule", zone));
    }

    private List<String> patterns(String key) {
        return values.text(key).map(it -> at(key, () -> DatabasePatterns.parse(it))).orElse(List.of());
    }

    private record Source(DatabaseUrl url, Access access) {
    }

    private Source source(String section, Function<String, DatabaseUrl.WithCredentials> form, String remedy) {
        String text = values.required(section + "source", remedy);
        DatabaseUrl.WithCredentials source = at(section + "source", () -> form.apply(text));
        Optional<Path> ca = values.text(section + "ca").map(base::resolve).map(Path::normalize);
        Optional<OwnCa> trusted = ca.map(it -> at(section + "ca", () -> OwnCa.read(it)));
        return new Source(source.url(), new Access(new CredentialsReader(values, section).read(source.credentials()), trusted, limits(section)));
    }

    private Limits limits(String section) {
        long bytes = values.size(section + "limit.bytes", 0, 1024, Long.MAX_VALUE >> 10);
        Limits limits = new Limits(section, rate(section + "limit.requests"), rate(section + "limit.writes"),
                bytes == 0 ? OptionalDouble.empty() : OptionalDouble.of(bytes));
        return limits.isNone() ? Limits.NONE : limits;
    }

    private OptionalDouble rate(String key) {
        return values.text(key).map(it -> OptionalDouble.of(at(key, () -> Limits.perSecond(it)))).orElse(OptionalDouble.empty());
    }

    private List<String> destinations(String key, Map<String, DestinationConfig> known) {
        String text = values.required(key, "Name one or more destinations, with commas between");
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
        return values.text(key).map(it -> at(key, () -> Schedule.parse(it, zone)));
    }

    private ZoneId zone(String key) {
        String text = values.text(key).orElse("UTC");
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Failure.usage(key + " = " + text + " is not a time zone").remedy("Write one like Europe/Vienna, or UTC").cause(e);
        }
    }

    private Clock clock() {
        return values.text("camelback.clock").map(it -> {
            try {
                return Clock.fixed(Instant.parse(it), ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw Failure.usage("camelback.clock = " + it + " is not an instant").remedy("Write 2026-01-31T12:00:00Z").cause(e);
            }
        }).orElse(Clock.tickMillis(ZoneOffset.UTC));
    }

    private Path routes() {
        Optional<String> named = values.text("camelback.routes");
        Path beside = base.resolve("routes");
        Path routes = named.map(base::resolve).orElse(Files.isDirectory(beside) ? beside : installation.resolve("routes"));
        if (!Files.isDirectory(routes)) {
            throw Failure.usage("camelback.routes: there is no directory " + routes.normalize()).remedy("Name the directory of the routes");
        }
        return routes.normalize();
    }

    private Path directory(String key, String otherwise) {
        return base.resolve(values.text(key).orElse(otherwise)).normalize();
    }

    private static <T> T at(String key, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Failure e) {
            throw Failure.usage(key + ": " + e.getMessage()).cause(e);
        }
    }
}
