package io.camelback.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Where an archive is, relative to the root of its destination: the folder {@code task/lineage/level/name}.
 *
 * @param name drawn by {@link #draw}: start time and 8 random digits, as in {@code 20261121T020000Z-9f86d081}
 */
public record ArchiveName(String task, String lineage, Level level, String name) {

    /** The file that commits an archive. */
    public static final String MANIFEST = "manifest.json";

    private static final Pattern DRAWN = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{8}");
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public ArchiveName {
        Objects.requireNonNull(level, "level");
        if (!isFolder(task) || !isFolder(lineage) || !DRAWN.matcher(name).matches()) {
            throw new IllegalArgumentException("No archive can have the name " + task + "/" + lineage + "/" + level + "/" + name);
        }
    }

    /** A new name for what starts at that time, an archive or a lineage. Two of the same second differ by chance. */
    public static String draw(Instant start, RandomGenerator random) {
        return START.format(start) + "-" + String.format(Locale.ROOT, "%08x", random.nextInt());
    }

    /** The archive that a manifest's key commits; empty for any other key. */
    public static Optional<ArchiveName> parse(String manifestKey) {
        String[] parts = manifestKey.split("/", -1);
        if (parts.length != 5 || !parts[4].equals(MANIFEST) || !isFolder(parts[0]) || !isFolder(parts[1])
                || !DRAWN.matcher(parts[3]).matches()) {
            return Optional.empty();
        }
        return Level.of(parts[2]).map(level -> new ArchiveName(parts[0], parts[1], level, parts[3]));
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

    /** Whether a key can have this part: not empty, no way up, no slash of either kind, no control characters. */
    private static boolean isFolder(String part) {
        return !part.isBlank() && !part.equals(".") && !part.equals("..")
                && part.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    }
}
