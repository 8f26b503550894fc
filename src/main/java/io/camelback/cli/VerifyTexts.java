package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.verify.VerifyResult;
import io.camelback.verify.VerifyResult.Amount;
import io.camelback.verify.VerifyResult.Damaged;
import io.camelback.verify.VerifyResult.Verified;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;

/** What a verify found, for people and for scripts. */
final class VerifyTexts {

    /** Of more restore points the first and the last are told; the JSON has all. */
    private static final int MOST_POINTS = 4;

    private VerifyTexts() {
    }

    static int exitCode(VerifyResult result) {
        return result.isDamaged() ? ExitCode.DAMAGED : result.isWell() ? ExitCode.DONE : ExitCode.PARTLY;
    }

    static void warn(VerifyResult result, PrintStream err) {
        result.unreachable().forEach((name, why) -> err.println("camelback: warning: " + name + " is left out: " + why.getMessage()));
        result.unnoted().forEach((name, why) -> err.println("camelback: warning: " + name + " doesn't take the note of this verify: " + why.getMessage()));
    }

    static void print(VerifyResult result, PrintStream out) {
        out.println(line(result));
        result.gaps().forEach(it -> out.println("  " + it));
        result.destinations().forEach(it -> print(it, out));
        boolean repairable = result.destinations().stream().flatMap(it -> it.damaged().stream()).anyMatch(it -> !it.intactOn().isEmpty());
        if (repairable) {
            out.println("  camelback sync " + result.task() + " replaces what is intact elsewhere");
        }
    }

    /** For one of many databases. */
    static String line(VerifyResult result) {
        long damaged = result.destinations().stream().mapToLong(it -> it.damaged().size()).sum() + result.gaps().size();
        return result.task() + ": " + (damaged > 0 ? Texts.number(damaged) + " DAMAGED or missing" : "intact") + (result.sample().isAll() ? ""
                : ", by a sample of " + result.sample()) + ", " + Texts.seconds(result.seconds());
    }

    private static void print(Verified verified, PrintStream out) {
        Amount read = verified.read();
        Amount all = verified.all();
        out.println("  " + verified.destination() + ": " + Texts.number(verified.archives()) + " archives, " + part(read.files(), all.files()) + " files, "
                + (all.attachments() == 0 ? "" : part(read.attachments(), all.attachments()) + " attachments, ") + Texts.bytes(read.bytes()) + " read"
                + verified.point().map(it -> "; everything up to restore point " + it + " is intact").orElse(""));
        verified.damaged().forEach(it -> print(it, out));
        if (!verified.lost().isEmpty()) {
            out.println("    without another destination these restore points are lost: " + points(verified.lost()));
        }
        verified.lacking().forEach(it -> out.println("    lacks " + it + ": the next run brings it"));
    }

    private static void print(Damaged damaged, PrintStream out) {
        out.println("    " + damaged.key() + ": " + damaged.reason() + (damaged.intactOn().isEmpty() ? "; no other destination has it intact"
                : "; intact on " + String.join(", ", damaged.intactOn())));
    }

    private static String part(long some, long all) {
        return some == all ? Texts.number(all) : Texts.number(some) + " of " + Texts.number(all);
    }

    private static String points(List<Instant> points) {
        return points.size() <= MOST_POINTS ? String.join(", ", points.stream().map(Instant::toString).toList())
                : Texts.number(points.size()) + ", from " + points.get(0) + " to " + points.get(points.size() - 1);
    }

    static ObjectNode json(VerifyResult result) {
        ObjectNode json = CliCommand.object().put("task", result.task()).put("sample", result.sample().toString()).put("damaged", result.isDamaged());
        ObjectNode destinations = json.putObject("destinations");
        result.destinations().forEach(it -> destinations.set(it.destination(), json(it)));
        result.gaps().forEach(json.putArray("gaps")::add);
        ObjectNode unreachable = json.putObject("unreachable");
        result.unreachable().forEach((name, why) -> unreachable.put(name, why.getMessage()));
        return json.put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
    }

    private static ObjectNode json(Verified verified) {
        ObjectNode json = CliCommand.object().put("archives", verified.archives());
        json.set("read", json(verified.read()));
        json.set("all", json(verified.all()));
        json.put("point", verified.point().map(Instant::toString).orElse(null));
        ArrayNode damaged = json.putArray("damaged");
        for (Damaged each : verified.damaged()) {
            each.intactOn().forEach(damaged.addObject().put("key", each.key()).put("reason", each.reason()).putArray("intactOn")::add);
        }
        ArrayNode lost = json.putArray("lost");
        verified.lost().forEach(it -> lost.add(it.toString()));
        verified.lacking().forEach(json.putArray("lacking")::add);
        return json;
    }

    private static ObjectNode json(Amount amount) {
        return CliCommand.object().put("files", amount.files()).put("attachments", amount.attachments()).put("bytes", amount.bytes());
    }
}
