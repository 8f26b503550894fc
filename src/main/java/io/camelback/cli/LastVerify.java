package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.catalog.VerifiedNote;
import io.camelback.config.TaskConfig;
import io.camelback.failure.Failure;
import io.camelback.status.TaskStatus;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the last verify of a task found on each destination, as far as one was made and its note can be read. */
record LastVerify(String task, Map<String, VerifiedNote> notes) {

    static LastVerify of(App app, TaskConfig task, TaskStatus status) {
        Map<String, VerifiedNote> notes = new LinkedHashMap<>();
        for (String name : task.destinations()) {
            if (status.failure().isEmpty() && !status.unreachable().containsKey(name)) {
                note(app, name, task.name(), notes);
            }
        }
        return new LastVerify(task.name(), notes);
    }

    /** Only a report hangs on it: that the destination could be read a moment ago is told already. */
    private static void note(App app, String destination, String task, Map<String, VerifiedNote> notes) {
        try {
            VerifiedNote note = VerifiedNote.read(app.destination(destination), task);
            if (note.at().isPresent()) {
                notes.put(destination, note);
            }
        } catch (Failure e) {
            if (e.reason() == Failure.Reason.INTERRUPTED) {
                throw e;
            }
        }
    }

    boolean isDamaged() {
        return notes.values().stream().anyMatch(it -> !it.damaged().isEmpty());
    }

    void print(PrintStream out) {
        notes.forEach((name, note) -> out.println((note.damaged().isEmpty() ? "  verified       " : "  DAMAGED        ") + name + ": "
                + (note.damaged().isEmpty() ? "intact" : Texts.number(note.damaged().size()) + " objects") + " as of " + note.at().orElseThrow()
                + note.sample().map(it -> ", by a sample of " + it).orElse("")
                + (note.damaged().isEmpty() ? "" : "; camelback verify " + task + " names them, camelback sync " + task
                        + " replaces what is intact elsewhere")));
    }

    ObjectNode json() {
        ObjectNode json = CliCommand.object();
        notes.forEach((name, note) -> json.putObject(name).put("at", note.at().orElseThrow().toString()).put("sample", note.sample().orElse("100%"))
                .put("point", note.point().map(Object::toString).orElse(null)).put("damaged", note.damaged().size()));
        return json;
    }
}
