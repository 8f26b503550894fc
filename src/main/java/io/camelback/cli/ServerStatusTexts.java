package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.config.ServerConfig;
import io.camelback.status.ServerStatus;
import java.io.PrintStream;
import java.util.Locale;

/** How a whole server stands, for people and for scripts: of its databases those with which something is wrong. */
final class ServerStatusTexts {

    private ServerStatusTexts() {
    }

    private static String state(ServerStatus status) {
        return status.failure().isPresent() ? "UNKNOWN" : status.lastRun().isEmpty() ? "NO BACKUP YET" : status.stale() ? "STALE" : "good";
    }

    static void print(ServerStatus status, PrintStream out) {
        out.println(status.task() + ": " + state(status) + (status.lastRun().isEmpty() ? "" : ", " + Texts.number(status.databases()) + " databases"));
        status.lastRun().ifPresent(it -> out.println("  last run       " + it + ", " + Texts.duration(status.age().orElseThrow()) + " ago"));
        out.println("  next run       " + status.nextRun().map(Object::toString).orElse("not scheduled"));
        status.failing().forEach((name, failing) -> out.println((failing.stale() ? "  STALE          " : "  failed         ")
                + ServerConfig.memberName(status.task(), name) + ": last good run " + failing.lastGood().map(Object::toString).orElse("never") + ": "
                + failing.problem()));
        status.partly().forEach(it -> out.println("  partly         " + ServerConfig.memberName(status.task(), it)
                + ": the next run brings every destination up to date"));
        status.behind().forEach(it -> out.println("  behind         " + it + ": the next run brings it up to date"));
        status.unreachable().forEach((name, why) -> out.println("  unreachable    " + name + ": " + why));
    }

    static ObjectNode json(ServerStatus status) {
        ObjectNode json = CliCommand.object().put("task", status.task()).put("state", state(status).toLowerCase(Locale.ROOT))
                .put("stale", status.stale()).put("databases", status.databases());
        json.put("lastRun", status.lastRun().map(Object::toString).orElse(null));
        status.age().ifPresent(it -> json.put("ageSeconds", it.toSeconds()));
        json.put("nextRun", status.nextRun().map(Object::toString).orElse(null));
        ObjectNode failing = json.putObject("failing");
        status.failing().forEach((name, it) -> failing.putObject(name).put("problem", it.problem()).put("stale", it.stale())
                .put("lastGoodRun", it.lastGood().map(Object::toString).orElse(null)));
        status.partly().forEach(json.putArray("partly")::add);
        status.behind().forEach(json.putArray("behind")::add);
        ObjectNode unreachable = json.putObject("unreachable");
        status.unreachable().forEach(unreachable::put);
        return json;
    }
}
