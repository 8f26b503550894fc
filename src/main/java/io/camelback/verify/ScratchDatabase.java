package io.camelback.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.couchdb.Database;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A database that a test restore makes for itself. A mark in it, a {@code _local} document, says whose it is: nothing without one is ever
 * removed, whatever its name.
 *
 * @param task whose archives go into it
 * @param by who makes it: those who have this in common are kept apart by a lock
 */
record ScratchDatabase(String task, String by) {

    private static final String PREFIX = "camelback-test-";
    private static final String MARK = "camelback-test-restore";
    private static final int LONGEST_TASK = 100;
    /** Of another machine's it can't be known whether its test restore is under way. No one takes as long as this. */
    private static final Duration LONG_AGO = Duration.ofDays(7);

    /** A name that no database has, but by chance. CouchDB's are lower-case letters, digits and a few signs. */
    String draw(RandomGenerator random) {
        return prefix() + String.format(Locale.ROOT, "%08x", random.nextInt());
    }

    /** Whether a database of that name may be such a one. */
    boolean mayBe(String name) {
        return Pattern.matches(Pattern.quote(prefix()) + "[0-9a-f]{8}", name);
    }

    private String prefix() {
        String word = task.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        return PREFIX + word.substring(0, Math.min(word.length(), LONGEST_TASK)) + "-";
    }

    void mark(Database database, Instant now) {
        database.putLocal(MARK, JsonNodeFactory.instance.objectNode().put("task", task).put("by", by).put("made", now.toString()));
    }

    /** Whether it was left by a test restore of this task that is dead. */
    boolean isLeft(Database database, Instant now) {
        Optional<ObjectNode> mark = database.local(MARK);
        return mark.isPresent() && mark.get().path("task").asText().equals(task)
                && (mark.get().path("by").asText().equals(by) || isLongAgo(mark.get().path("made"), now));
    }

    private static boolean isLongAgo(JsonNode made, Instant now) {
        try {
            return Instant.parse(made.asText()).plus(LONG_AGO).isBefore(now);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Nobody but admins sees what is restored. A server that knows of no such thing keeps its own rule. */
    static void hide(Database database) {
        ObjectNode security = JsonNodeFactory.instance.objectNode();
        for (String group : new String[] {"admins", "members"}) {
            security.putObject(group).putArray("names");
            security.withObject("/" + group).putArray("roles").add("_admin");
        }
        database.setSecurity(security);
    }
}
