package io.camelback.config;

import io.camelback.encryption.EncryptionOptions;
import io.camelback.failure.Failure;
import io.camelback.failure.Suggestion;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The keys there are. A key that is none of them stops the start: a misspelt one would silently be left at its default. */
final class ConfigKeys {

    static final String TASKS = Settings.PREFIX + "tasks.";
    static final String DESTINATIONS = Settings.PREFIX + "destinations.";
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]*";

    static final List<String> TASK_OPTIONS = List.of("source", "username", "password", "iamApiKey", "iamTokenUrl", "ca", "databases",
            "databases.exclude", "databases.parallel", "schedule", "timezone", "destinations",
            "minDestinations", "attachmentLimit", "parallel", "chunkSize", "batchBytes", "checkpoint",
            "localDocuments", "deleted", "documents",
            "limit.requests", "limit.writes", "limit.bytes",
            "verify.afterRun",
            "fullSchedule", "rollup.schedule", "rollup.afterRun", "retention.delta", "retention.daily", "retention.weekly",
            "retention.monthly", "retention.yearly", "fold.ratio", "cleanup.grace",
            "verify.schedule", "verify.sample", "testRestore.schedule", "testRestore.to");
    private static final List<String> DESTINATION_OPTIONS = Stream.concat(Stream.of("type", "directory"), EncryptionOptions.NAMES.stream()).toList();
    static final List<String> GLOBAL = List.of("camelback.clock", "camelback.staging.directory", "camelback.staging.maxBytes", "camelback.patience",
            "camelback.routes", "camelback.retries", "camelback.retryDelay", "camelback.leases");

    private ConfigKeys() {
    }

    /** Names in a section: {@code tasks.orders.source} names {@code orders}. */
    static Set<String> names(Collection<String> keys, String section) {
        Set<String> names = new LinkedHashSet<>();
        for (String key : keys) {
            if (key.startsWith(section)) {
                names.add(name(key, section));
            }
        }
        return names;
    }

    private static String name(String key, String section) {
        String rest = key.substring(section.length());
        int dot = rest.indexOf('.');
        if (dot < 0 || !rest.substring(0, dot).matches(NAME)) {
            throw Failure.usage(key + " is not a key").remedy("Write " + section + "NAME.OPTION, the name of letters, digits, dashes and "
                    + "underscores");
        }
        return rest.substring(0, dot);
    }

    /** @throws Failure (usage) that names a key which isn't known, and what may have been meant */
    static void check(Collection<String> keys) {
        alike(names(keys, TASKS), TASKS);
        alike(names(keys, DESTINATIONS), DESTINATIONS);
        for (String key : keys) {
            if (key.startsWith(TASKS)) {
                String option = key.substring(key.indexOf('.', TASKS.length()) + 1);
                if (!TASK_OPTIONS.contains(option)) {
                    throw Failure.usage(key + " is not a known key").remedy(Suggestion.of(option, TASK_OPTIONS));
                }
            } else if (!key.startsWith(DESTINATIONS) && !GLOBAL.contains(key)) {
                throw Failure.usage(key + " is not a known key").remedy(Suggestion.of(key, allGlobal()));
            }
        }
    }

    /** Two names that the environment can't tell apart, nor some file systems: the one's password might go to the other. */
    private static void alike(Set<String> names, String section) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (String name : names) {
            String other = seen.put(Settings.relaxed(name), name);
            if (other != null) {
                throw Failure.usage(section + other + " and " + section + name + " differ only in case, dashes or underscores")
                        .remedy("Rename one of them");
            }
        }
    }

    /**
     * The key that a name in the environment stands for, whether the file has it or not; empty when it is none of ours.
     *
     * @param keys those of the file, checked
     * @throws Failure (usage) when it names a task of the file but no option
     */
    static Optional<String> named(String environmentName, Collection<String> keys) {
        return Stream.concat(keys.stream(), GLOBAL.stream()).filter(it -> Settings.relaxed(it).equals(environmentName)).findFirst()
                .or(() -> taskKey(environmentName, keys)).or(() -> destinationKey(environmentName, keys));
    }

    private static Optional<String> taskKey(String environmentName, Collection<String> keys) {
        return longest(environmentName, TASKS, names(keys, TASKS)).map(task -> {
            String option = option(environmentName, TASKS + task);
            return TASKS + task + "." + TASK_OPTIONS.stream().filter(it -> Settings.relaxed(it).equals(option)).findFirst()
                    .orElseThrow(() -> Failure.usage(environmentName + " in the environment is no option of task " + task)
                            .remedy(Suggestion.of(option, TASK_OPTIONS)));
        });
    }

    /** Which parameters a destination has is known to its route template only; those that are not read here keep their capitals. */
    private static Optional<String> destinationKey(String environmentName, Collection<String> keys) {
        return longest(environmentName, DESTINATIONS, names(keys, DESTINATIONS)).map(it -> {
            String option = option(environmentName, DESTINATIONS + it);
            return DESTINATIONS + it + "." + DESTINATION_OPTIONS.stream().filter(known -> Settings.relaxed(known).equals(option))
                    .findFirst().orElse(option);
        });
    }

    /** Of {@code nas} and {@code nas-2} the second, for {@code …_NAS_2_DIRECTORY}. */
    private static Optional<String> longest(String environmentName, String section, Set<String> names) {
        return names.stream().filter(it -> environmentName.startsWith(Settings.relaxed(section + it) + "_"))
                .max(Comparator.comparingInt(String::length));
    }

    private static String option(String environmentName, String named) {
        return environmentName.substring(Settings.relaxed(named).length() + 1);
    }

    private static List<String> allGlobal() {
        return Stream.concat(GLOBAL.stream(), Stream.of("camelback.tasks.NAME.source",
                "camelback.destinations.NAME.type")).toList();
    }
}
