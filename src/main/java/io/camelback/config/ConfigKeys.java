package io.camelback.config;

import io.camelback.failure.Failure;
import io.camelback.failure.Suggestion;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The keys there are. A key that is none of them stops the start: a misspelt one would silently be left at its default. */
final class ConfigKeys {

    static final String TASKS = Settings.PREFIX + "tasks.";
    static final String DESTINATIONS = Settings.PREFIX + "destinations.";
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]*";

    static final List<String> TASK_OPTIONS = List.of("source", "username", "password", "schedule", "timezone", "destinations",
            "minDestinations", "attachmentLimit", "parallel", "chunkSize", "batchBytes", "checkpoint");
    static final List<String> GLOBAL = List.of("camelback.clock", "camelback.staging.directory", "camelback.routes",
            "camelback.retries", "camelback.retryDelay");

    private ConfigKeys() {
    }

    /** Names in a section: {@code tasks.orders.source} names {@code orders}. */
    static Set<String> names(Collection<String> keys, String section) {
        Set<String> names = new LinkedHashSet<>();
        for (String key : keys) {
            if (key.startsWith(section)) {
                String rest = key.substring(section.length());
                int dot = rest.indexOf('.');
                String name = dot < 0 ? rest : rest.substring(0, dot);
                if (dot < 0 || !name.matches(NAME)) {
                    throw Failure.usage(key + " is not a key").remedy("Write " + section + "NAME.OPTION, the name of letters, "
                            + "digits, dashes and underscores");
                }
                names.add(name);
            }
        }
        return names;
    }

    static void check(Collection<String> keys) {
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

    /** The key that a name in the environment stands for though the file hasn't got it; null when it is none of ours. */
    static String named(String environmentName, Collection<String> keys) {
        for (String key : GLOBAL) {
            if (Settings.relaxed(key).equals(environmentName)) {
                return key;
            }
        }
        for (String task : names(keys, TASKS)) {
            for (String option : TASK_OPTIONS) {
                if (Settings.relaxed(TASKS + task + "." + option).equals(environmentName)) {
                    return TASKS + task + "." + option;
                }
            }
        }
        return destinationKey(environmentName, keys);
    }

    /** Which parameters a destination has is known to its route template only; camel case is lost, so capitals can't be told. */
    private static String destinationKey(String environmentName, Collection<String> keys) {
        for (String destination : names(keys, DESTINATIONS)) {
            String prefix = Settings.relaxed(DESTINATIONS + destination) + "_";
            if (environmentName.startsWith(prefix)) {
                return DESTINATIONS + destination + "." + environmentName.substring(prefix.length());
            }
        }
        return null;
    }

    private static List<String> allGlobal() {
        return Stream.concat(GLOBAL.stream(), Stream.of("camelback.tasks.NAME.source",
                "camelback.destinations.NAME.type")).toList();
    }
}
