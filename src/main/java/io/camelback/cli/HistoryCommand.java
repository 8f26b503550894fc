package io.camelback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.catalog.StoredArchive;
import io.camelback.failure.Failure.Party;
import io.camelback.history.Change;
import io.camelback.history.Difference;
import io.camelback.history.Difference.Changed;
import io.camelback.history.Difference.Same;
import io.camelback.history.HistoryRequest;
import io.camelback.history.HistoryResult;
import io.camelback.history.HistoryResult.Version;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "Tells which version of a document is in which archive.", mixinStandardHelpOptions = true,
        footer = {"", "Exit code 1 when no archive has the document, 5 when one can't be read,", "6 when a destination can't be reached."})
final class HistoryCommand extends CliCommand {

    /** Of a longer value the text tells the beginning; the JSON has all of it. */
    private static final int LONGEST_VALUE = 60;

    @Parameters(paramLabel = "TASK", description = "The task, as named in the configuration; a database of a whole server is TASK/DATABASE.")
    String task;

    @Option(names = "--doc", paramLabel = "ID", required = true, description = "The document.")
    String document;

    @Option(names = "--diff", description = "Tells what changed from each version to the next.")
    boolean diff;

    @Override
    int work(App app) {
        HistoryResult result = app.call("direct:history", new HistoryRequest(task, document, diff), HistoryResult.class);
        result.unreachable().forEach((name, why) -> err.println("camelback: warning: " + name + " is left out: " + why.getMessage()));
        result.damaged().forEach(it -> err.println("camelback: warning: an archive is left out: " + it.getMessage()));
        if (common.json) {
            print(json(result));
        } else if (!result.versions().isEmpty() || !result.unreadable().isEmpty()) {
            print(result);
        }
        if (result.versions().isEmpty()) {
            err.println("camelback: document " + Texts.oneLine(result.id()) + " is in none of the "
                    + Texts.number(result.archives() - result.unreadable().size()) + " archives of " + result.task()
                    + (isWhole(result) ? "" : " that could be read"));
        }
        return exitCode(result);
    }

    /** What couldn't be read comes first: the document may be there. */
    private static int exitCode(HistoryResult result) {
        if (isWhole(result)) {
            return result.versions().isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
        }
        boolean leftOut = !result.unreachable().isEmpty() || result.unreadable().stream().anyMatch(it -> it.why().party() == Party.DESTINATION);
        return leftOut ? ExitCode.PARTLY : ExitCode.DAMAGED;
    }

    private static boolean isWhole(HistoryResult result) {
        return result.unreadable().isEmpty() && result.damaged().isEmpty() && result.unreachable().isEmpty();
    }

    private void print(HistoryResult result) {
        out.println(result.task() + ": " + Texts.oneLine(result.id()) + " is in " + Texts.number(result.versions().size()) + " of "
                + Texts.number(result.archives()) + " archives");
        Map<StoredArchive, Runnable> lines = new TreeMap<>(StoredArchive.BY_END);
        result.versions().forEach(it -> lines.put(it.archive(), () -> print(it)));
        result.unreadable().forEach(it -> lines.put(it.archive(), () -> print(it.archive(), "can't be read: " + it.why().getMessage())));
        lines.values().forEach(Runnable::run);
    }

    private void print(Version version) {
        print(version.archive(), (version.absent() ? "purged" : version.revision()) + (version.deleted() ? ", deleted" : "")
                + (version.leaves() > 1 ? ", the winner of " + version.leaves() + " leaf revisions" : ""));
        out.println("      " + version.archive().id() + " on " + String.join(", ", version.archive().destinations())
                + (version.restorable() ? "" : " (a link is missing)"));
        print(version.difference());
    }

    private void print(StoredArchive archive, String what) {
        out.printf(Locale.ROOT, "  %-24s  %-8s  %s%n", archive.manifest().end(), archive.manifest().level(), what);
    }

    private void print(Difference difference) {
        if (difference instanceof Same) {
            out.println("      same");
        } else if (difference instanceof Changed changed) {
            changed.changes().forEach(it -> out.println("      " + line(it)));
            if (changed.changes().isEmpty()) {
                out.println("      same content");
            }
        }
    }

    private static String line(Change change) {
        String path = change.path().isEmpty() ? "(the whole document)" : Texts.oneLine(change.path());
        return switch (change.operation()) {
            case ADD -> "+ " + path + "  " + value(change.value());
            case REMOVE -> "- " + path + "  " + value(change.old());
            case REPLACE -> "~ " + path + "  " + value(change.old()) + " → " + value(change.value());
        };
    }

    private static String value(JsonNode value) {
        String json = Texts.oneLine(value.toString());
        int characters = json.codePointCount(0, json.length());
        return characters <= LONGEST_VALUE ? json
                : json.substring(0, json.offsetByCodePoints(0, LONGEST_VALUE)) + "… (" + Texts.number(characters) + " characters)";
    }

    private static ObjectNode json(HistoryResult result) {
        ObjectNode json = object().put("task", result.task()).put("doc", result.id());
        ArrayNode versions = json.putArray("versions");
        result.versions().forEach(it -> versions.add(json(it)));
        ArrayNode unreadable = json.putArray("unreadable");
        result.unreadable().forEach(it -> unreadable.addObject().put("archive", it.archive().id()).put("reason", it.why().getMessage()));
        ArrayNode damaged = json.putArray("damaged");
        result.damaged().forEach(it -> damaged.add(it.getMessage()));
        ObjectNode unreachable = json.putObject("unreachable");
        result.unreachable().forEach((name, why) -> unreachable.put(name, why.getMessage()));
        return json;
    }

    private static ObjectNode json(Version version) {
        ObjectNode json = object().put("archive", version.archive().id()).put("level", version.archive().manifest().level().text())
                .put("restorePoint", version.archive().manifest().end().toString()).put("restorable", version.restorable())
                .put("revision", version.revision()).put("deleted", version.deleted()).put("absent", version.absent())
                .put("leaves", version.leaves());
        version.archive().destinations().forEach(json.putArray("destinations")::add);
        if (version.difference() instanceof Changed changed) {
            ArrayNode changes = json.putArray("changes");
            changed.changes().forEach(it -> changes.add(json(it)));
        } else if (version.difference() instanceof Same) {
            json.putArray("changes");
        } else if (version.difference() != null) {
            json.putNull("changes");
        }
        return json;
    }

    private static ObjectNode json(Change change) {
        ObjectNode json = object().put("op", change.operation().name().toLowerCase(Locale.ROOT)).put("path", change.path());
        if (change.value() != null) {
            json.set("value", change.value());
        }
        if (change.old() != null) {
            json.set("old", change.old());
        }
        return json;
    }
}
