package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.backup.BackupResult;
import io.camelback.failure.Failure;
import java.io.PrintStream;

/** What a run did, for people and for scripts. */
final class BackupTexts {

    private BackupTexts() {
    }

    static void print(BackupResult result, PrintStream out) {
        out.println(line(result));
        if (result.resumed() > 0) {
            out.println("  goes on with a run that did not finish, which had stored " + Texts.number(result.resumed()) + " of these documents");
        }
        result.destinations().forEach((name, failure) -> out.println("  " + name + ": " + failure.map(Failure::getMessage)
                .map(it -> "FAILED, nothing of this run is there: " + it)
                .orElse((result.unchanged() ? "up to date" : result.verified().contains(name) ? "committed, read back" : "committed") + caughtUp(result, name))));
        if (!result.unchanged()) {
            out.println("  restore point " + result.point());
        }
    }

    /** The run in one line. */
    static String line(BackupResult result) {
        if (result.unchanged()) {
            return result.task() + ": unchanged since restore point " + result.point();
        }
        return result.task() + ": " + result.archives().get(0) + ", " + Texts.number(result.documents()) + " documents ("
                + Texts.number(result.deleted()) + " deleted), " + Texts.bytes(result.bytes()) + " of JSON in "
                + Texts.bytes(result.stored()) + attachments(result) + ", " + Texts.seconds(result.seconds());
    }

    static int exitCode(BackupResult result) {
        return result.complete() ? ExitCode.DONE : result.enough() ? ExitCode.PARTLY : ExitCode.DESTINATION;
    }

    private static String attachments(BackupResult result) {
        return result.attachments() == 0 ? "" : ", " + Texts.number(result.attachments())
                + (result.attachments() == 1 ? " large attachment of " : " large attachments of ") + Texts.bytes(result.attachmentBytes());
    }

    private static String caughtUp(BackupResult result, String destination) {
        Integer copied = result.copied().get(destination);
        return copied == null ? "" : ", after catching up with " + copied + (copied == 1 ? " archive" : " archives");
    }

    static ObjectNode json(BackupResult result) {
        ObjectNode json = CliCommand.object().put("task", result.task()).put("run", result.run()).put("level", result.level());
        result.archives().forEach(json.putArray("archives")::add);
        json.put("documents", result.documents()).put("deleted", result.deleted()).put("bytes", result.bytes())
                .put("stored", result.stored()).put("resumed", result.resumed()).put("attachments", result.attachments()).put("attachmentBytes", result.attachmentBytes())
                .put("seconds", Math.round(result.seconds() * 1000) / 1000.0)
                .put("unchanged", result.unchanged()).put("restorePoint", result.point().toString());
        ObjectNode destinations = json.putObject("destinations");
        result.destinations().forEach((name, failure) -> destinations.put(name, failure.map(Failure::getMessage).orElse("committed")));
        ObjectNode copied = json.putObject("copied");
        result.copied().forEach(copied::put);
        result.verified().forEach(json.putArray("verified")::add);
        result.warnings().forEach(json.putArray("warnings")::add);
        return json;
    }
}
