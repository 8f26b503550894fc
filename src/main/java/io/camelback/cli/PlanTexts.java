package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.ArchiveName;
import io.camelback.catalog.StoredArchive;
import io.camelback.failure.Failure;
import io.camelback.retention.Period;
import io.camelback.retention.Plan;
import io.camelback.retention.Plan.Removal;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan, for people and for scripts. */
final class PlanTexts {

    private static final String ROW = "  %-8s  %-22s  %s%n";

    private PlanTexts() {
    }

    static void printRollups(Plan plan, PrintStream out) {
        for (Plan.Rollup rollup : plan.rollups()) {
            List<StoredArchive> inputs = rollup.inputs();
            out.printf(Locale.ROOT, ROW, "roll up", result(rollup), inputs.size() + (inputs.size() == 1 ? " archive, " : " archives, ")
                    + Texts.number(rollup.documents()) + " documents, " + Texts.bytes(rollup.bytes()) + " of JSON:");
            inputs.forEach(it -> out.printf(Locale.ROOT, ROW, "", "", it.id()));
        }
        plan.copies().forEach(it -> out.printf(Locale.ROOT, ROW, "copy to", it.destination(), it.archive().id()));
    }

    static void printRemovals(List<Removal> removals, Instant now, PrintStream out) {
        for (Removal removal : removals) {
            out.printf(Locale.ROOT, ROW, "remove", removal.destination(), removal.name().id() + ", " + Texts.bytes(removal.bytes()) + ", "
                    + why(removal) + (removal.isDue(now) ? "" : ", not before " + removal.due()));
        }
    }

    private static String result(Plan.Rollup rollup) {
        return rollup.level().text() + rollup.period().map(it -> " " + it.first()).orElse("");
    }

    private static String why(Removal removal) {
        return switch (removal.why()) {
            case REPLACED -> "replaced by " + removal.by().map(ArchiveName::id).orElseThrow();
            case LINEAGE -> "of a lineage that is no longer kept";
            case DEAD -> "left by a job that died";
        };
    }

    static ObjectNode json(Plan plan, boolean dryRun) {
        ObjectNode json = CliCommand.object().put("task", plan.task()).put("now", plan.now().toString()).put("dryRun", dryRun);
        ArrayNode rollups = json.putArray("rollups");
        for (Plan.Rollup rollup : plan.rollups()) {
            ObjectNode item = rollups.addObject().put("level", rollup.level().text())
                    .put("period", rollup.period().map(Period::first).map(Object::toString).orElse(null));
            rollup.inputs().stream().map(StoredArchive::id).forEach(item.putArray("inputs")::add);
            item.put("documents", rollup.documents()).put("bytes", rollup.bytes());
        }
        ArrayNode copies = json.putArray("copies");
        plan.copies().forEach(it -> copies.addObject().put("destination", it.destination()).put("archive", it.archive().id()));
        json.set("removals", json(plan.removals()));
        return json.put("halt", plan.halt().orElse(null));
    }

    static ArrayNode json(List<Removal> removals) {
        ArrayNode array = CliCommand.object().arrayNode();
        for (Removal removal : removals) {
            array.addObject().put("destination", removal.destination()).put("archive", removal.name().id()).put("bytes", removal.bytes())
                    .put("due", removal.due().toString()).put("why", removal.why().name().toLowerCase(Locale.ROOT))
                    .put("by", removal.by().map(ArchiveName::id).orElse(null));
        }
        return array;
    }

    static void putFailures(ObjectNode json, Map<String, Failure> destinations) {
        ObjectNode failures = json.putObject("failures");
        destinations.forEach((name, why) -> failures.put(name, why.getMessage()));
    }
}
