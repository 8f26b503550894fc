package io.camelback.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an archive is, relative to the root of its destination: the folder {@code task/lineage/level/name}.
 *
 * @param task its name; that of a database of a whole server is two folders, {@code task/database}
 * @param name drawn by {@link #draw}: start time and 8 random digits, as in {@code 20261121T020000Z-9f86d081}
 */
public record ArchiveName(String task, String lineage, Level level, String name) {

    /** The file that commits an archive. */
    public static final String MANIFEST = "manifest.json";

    /** What stands in its place while the run that makes the archive is under way, or if it died: what is stored so far, in the same form. */
    public static final String UNFINISHED = "unfinished.json";

    private static final Pattern MANIFEST_KEY =
            Pattern.compile("(?<task>.+)/(?<lineage>[^/]+)/(?<level>[^/]+)/(?<name>[^/]+)/" + Pattern.quote(MANIFEST), Pattern.DOTALL);
    private static final Pattern DRAWN = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{8}");
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public ArchiveName {
        Objects.requireNonNull(level, "level");
        if (!isTask(task) || !isFolder(lineage) || !DRAWN.matcher(name).matches()) {
            throw new IllegalArgumentException("No archive can have the name " + task + "/" + lineage + "/" + level + "/" + name);
        }
    }

    /** A new name for what starts at that time, an archive or a lineage. Two of the same second differ by chance. */
    public static String draw(Instant start, RandomGenerator random) {
        return START.format(start) + "-" + String.format(Locale.ROOT, "%08x", random.nextInt());
    }

    /** The archive that a manifest's key commits; empty for any other key. */
    public static Optional<ArchiveName> parse(String manifestKey) {
        Matcher key = MANIFEST_KEY.matcher(manifestKey);
        if (!key.matches() || !isTask(key.group("task")) || !isFolder(key.group("lineage")) || !DRAWN.matcher(key.group("name")).matches()) {
            return Optional.empty();
        }
        return Level.of(key.group("level")).map(level -> new ArchiveName(key.group("task"), key.group("lineage"), level, key.group("name")));
    }

    /** The archive whose folder has a file with this key; empty for any other key. */
    public static Optional<ArchiveName> ofFile(String key) {
        return parse(key.substring(0, key.lastIndexOf('/') + 1) + MANIFEST);
    }

    /** When the run or rollup that made it began, to the second; empty when its digits are no time. */
    public Optional<Instant> drawn() {
        try {
            return Optional.of(START.parse(name.substring(0, name.indexOf('-')), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@code task/lineage/level/name}. */
    public String path() {
        return task + "/" + lineage + "/" + level.text() + "/" + name;
    }

    /** {@code lineage/level/name}: how users see an archive of a task. */
    public String id() {
        return path().substring(task.length() + 1);
    }

    /** The key of one of the archive's files. */
    public String key(String file) {
        return path() + "/" + file;
    }

    public String manifestKey() {
        return key(MANIFEST);
    }

    @Override
    public String toString() {
        return path();
    }

    private static boolean isTask(String task) {
        String[] parts = task.split("/", -1);
        return parts.length <= 2 && Arrays.stream(parts).allMatch(ArchiveName::isFolder);
    }

    /** Whether a key can have this part: not empty, no way up, no slash of either kind, no control characters. */
    private static boolean isFolder(String part) {
        return !part.isBlank() && !part.equals(".") && !part.equals("..")
                && part.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    }
}
