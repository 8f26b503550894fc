package io.camelback.config;

import io.camelback.couchdb.DatabaseUrl;
import io.camelback.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A task for a whole server: which of its databases are backed up, each as a task of its own. Such a member is named {@code all/orders};
 * of a database {@code a/b} it is {@code all/a%2Fb}, so that it is a folder in that of the server's task.
 *
 * @param each what holds for every database: its name is the server's task, its source the server
 * @param databases which ones there are to be, when a run looks at the server
 * @param atOnce how many databases are under way at a time, at the most
 */
public record ServerConfig(TaskConfig each, DatabasePatterns databases, int atOnce) implements Task {

    /** What destinations take as one name in a key. */
    private static final int LONGEST_FOLDER = 200;
    private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern DATABASE = Pattern.compile("[a-z_][a-z0-9_$()+/-]*");

    /** The server. */
    public DatabaseUrl server() {
        return each.source();
    }

    /**
     * The task of one database, be it on the server now or not: what was deleted there can be restored.
     *
     * @param database its name, plain or percent-encoded
     * @throws Failure (usage) when no database can have this name, or no destination can keep one under it
     */
    public TaskConfig member(String database) {
        DatabaseUrl source = server().database(plain(database));
        if (source.path().getBytes(StandardCharsets.UTF_8).length > LONGEST_FOLDER) {
            throw Failure.usage("the name of the database " + source + " is too long: destinations keep names of up to " + LONGEST_FOLDER
                    + " bytes").remedy("Leave it out with databases.exclude, and give it a task of its own");
        }
        return each.of(memberName(name(), source.name()), source);
    }

    /** What the task of a database is called; the database needn't be one that can be backed up. */
    public static String memberName(String server, String database) {
        return server + "/" + DatabaseUrl.encode(database);
    }

    private String plain(String database) {
        String plain = BAD_PERCENT.matcher(database).find() ? "" : DatabaseUrl.decode(database);
        if (!DATABASE.matcher(plain).matches()) {
            throw Failure.usage("'" + database + "' is not a name of a database").remedy("Write " + name() + "/NAME; camelback list " + name()
                    + " shows which databases have a backup");
        }
        return plain;
    }

    @Override
    public String name() {
        return each.name();
    }

    @Override
    public Optional<Schedule> schedule() {
        return each.schedule();
    }

    @Override
    public ZoneId zone() {
        return each.zone();
    }

    @Override
    public List<String> destinations() {
        return each.destinations();
    }

    @Override
    public Upkeep upkeep() {
        return each.upkeep();
    }

    @Override
    public Verification verification() {
        return each.verification();
    }
}
