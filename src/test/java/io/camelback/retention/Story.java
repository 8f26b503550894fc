package io.camelback.retention;

import io.camelback.archive.Level;
import io.camelback.catalog.Chain;
import io.camelback.catalog.Chains;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Retention;
import io.camelback.retention.Plan.Removal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What happens to a task, told in lines, and after some of them, behind a {@code >}, what has to come of it. Times are those of the zone.
 *
 * <pre>
 *   policy delta=2 daily=7          levels that aren't named keep nothing; fold=0 grace=24h
 *   zone Europe/Vienna
 *   destinations nas s3
 *   run 2026-03-02T06:00 every 6h until 2026-03-04T00:00 on nas bytes 1000       the first one leaves a baseline of 1000 times as much
 *   full 2026-03-02T06:00           a run that begins a new lineage
 *   plan 2026-03-04T01:00           what it says follows
 *   carry out                       the plan
 *   chains                          what they are made of follows
 * </pre>
 */
final class Story {

    private World world = new World("nas");
    private ZoneId zone = ZoneId.of("UTC");
    private Retention retention = Retention.DEFAULT;
    private Plan plan;

    /** The same lines, with what came of them. */
    static String tell(String text) {
        Story story = new Story();
        List<String> told = new ArrayList<>();
        for (String line : text.lines().filter(it -> !it.startsWith(">")).toList()) {
            told.add(line);
            story.line(line).forEach(it -> told.add("> " + it));
        }
        return String.join("\n", told);
    }

    private List<String> line(String line) {
        String[] words = line.strip().split(" +");
        switch (words[0]) {
            case "policy" -> policy(words);
            case "zone" -> zone = ZoneId.of(words[1]);
            case "destinations" -> world = new World(Arrays.copyOfRange(words, 1, words.length));
            case "run", "full" -> runs(words);
            case "carry" -> world.carryOut(plan, world.destinations(), 100);
            case "plan" -> {
                plan = Planner.plan(world.catalog(), retention, zone, instant(words[1]));
                return planned();
            }
            case "chains" -> {
                return chains();
            }
            default -> {
                if (!line.isBlank() && !line.startsWith("#")) {
                    throw new IllegalArgumentException(line);
                }
            }
        }
        return List.of();
    }

    private void policy(String[] words) {
        Map<String, String> values = Arrays.stream(words).skip(1).map(it -> it.split("=")).collect(Collectors.toMap(it -> it[0], it -> it[1]));
        Map<Level, Integer> keep = Retention.LEVELS.stream().collect(Collectors.toMap(it -> it, it -> {
            String count = values.getOrDefault(it.text(), "0");
            return count.equals("unlimited") ? Retention.UNLIMITED : Integer.parseInt(count);
        }));
        retention = new Retention(keep, Double.parseDouble(values.getOrDefault("fold", "0.1")), duration(values.getOrDefault("grace", "24h")));
    }

    private void runs(String[] words) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 2; i < words.length; i += 2) {
            options.put(words[i], words[i + 1]);
        }
        Set<String> on = options.containsKey("on") ? new LinkedHashSet<>(List.of(options.get("on").split(","))) : world.destinations();
        long bytes = Long.parseLong(options.getOrDefault("bytes", "10"));
        boolean full = words[0].equals("full") || world.runs().isEmpty();
        Instant until = instant(options.getOrDefault("until", words[1]));
        Duration every = duration(options.getOrDefault("every", "1d"));
        for (Instant time = instant(words[1]); !time.isAfter(until); time = later(time, every)) {
            world.run(time, on, on, full, full ? 1000 * bytes : bytes);
            full = false;
        }
    }

    /** Days are those of the calendar. */
    private Instant later(Instant time, Duration every) {
        ZonedDateTime there = time.atZone(zone).plusDays(every.toDays());
        return there.plus(every.minusDays(every.toDays())).toInstant();
    }

    private static Duration duration(String text) {
        return text.endsWith("d") ? Duration.ofDays(Long.parseLong(text.replace("d", ""))) : Duration.parse("PT" + text);
    }

    private Instant instant(String text) {
        return text.endsWith("Z") ? Instant.parse(text) : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private List<String> planned() {
        List<String> lines = new ArrayList<>();
        plan.rollups().forEach(it -> lines.add(it.level() + it.period().map(period -> " " + period.first()).orElse("") + " of " + all(it.inputs())));
        for (String destination : world.destinations()) {
            List<StoredArchive> copies = plan.copiesTo(destination).stream().map(Plan.Copy::archive).toList();
            if (!copies.isEmpty()) {
                lines.add(destination + " gets " + all(copies));
            }
            removals(destination).forEach((how, archives) -> lines.add(destination + " loses " + all(archives) + how));
        }
        plan.halt().ifPresent(it -> lines.add("halt: " + it));
        return lines.isEmpty() ? List.of("nothing") : lines;
    }

    private Map<String, List<StoredArchive>> removals(String destination) {
        Map<String, List<StoredArchive>> removals = new LinkedHashMap<>();
        for (Removal removal : plan.removals()) {
            if (removal.destination().equals(destination)) {
                String why = removal.why() == Plan.Why.LINEAGE ? ", its lineage" : " for " + level(removal.by().orElseThrow().level().text(), 1);
                String when = removal.isDue(plan.now()) ? "" : ", not before " + local(removal.due());
                removals.computeIfAbsent(why + when, it -> new ArrayList<>()).add(0, world.stored(removal.name()));
            }
        }
        return removals;
    }

    private List<String> chains() {
        List<String> lines = new ArrayList<>();
        for (Chain chain : Chains.ofFewest(world.catalog().archives()).newestOfEachLineage()) {
            Map<Level, List<StoredArchive>> levels = chain.archives().stream()
                    .collect(Collectors.groupingBy(it -> it.manifest().level(), LinkedHashMap::new, Collectors.toList()));
            levels.forEach((level, archives) -> lines.add(level + " " + (archives.size() > 12 ? all(archives)
                    : archives.stream().map(it -> local(it.manifest().end())).collect(Collectors.joining(" ")))));
        }
        return lines;
    }

    /** Such as {@code 2 dailies, 3 deltas 2026-03-02T06:00 … 2026-03-05T18:00}. */
    private String all(List<StoredArchive> archives) {
        Map<String, Long> counts = archives.stream()
                .collect(Collectors.groupingBy(it -> it.manifest().level().text(), LinkedHashMap::new, Collectors.counting()));
        String first = local(archives.get(0).manifest().end());
        String last = local(archives.get(archives.size() - 1).manifest().end());
        return counts.entrySet().stream().map(it -> level(it.getKey(), it.getValue())).collect(Collectors.joining(", "))
                + " " + first + (archives.size() == 1 ? "" : " … " + last);
    }

    private static String level(String level, long count) {
        return count == 1 ? "1 " + level : count + " " + (level.equals("daily") ? "dailies" : level.replaceFirst("ly$", "lie") + "s");
    }

    private String local(Instant instant) {
        return instant.atZone(zone).truncatedTo(ChronoUnit.MINUTES).toLocalDateTime().toString();
    }
}
