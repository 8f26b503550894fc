package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.ArchiveName;
import io.camelback.archive.Counts;
import io.camelback.archive.Manifest;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chains;
import io.camelback.catalog.LastRun;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.ServerConfig;
import io.camelback.config.Task;
import io.camelback.config.TaskConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "list", description = "Lists archives and restore points.", mixinStandardHelpOptions = true)
final class ListCommand extends CliCommand {

    private static final String ROW = "  %-8s  %-24s  %-24s  %12s  %10s  %10s  %s%n";

    @Parameters(paramLabel = "TASK", arity = "0..1", description = "The task; all of them if left out. Of a whole server its databases, or "
            + "the archives of one: TASK/DATABASE.")
    String task;

    @Override
    int work(App app) {
        Collection<Task> tasks = task == null ? app.config().tasks().values() : List.of(app.config().named(task));
        int code = ExitCode.DONE;
        List<ObjectNode> all = new ArrayList<>();
        for (Task each : tasks) {
            int its = each instanceof TaskConfig one ? database(app, one, all) : server(app, (ServerConfig) each, all);
            code = code == ExitCode.DAMAGED ? code : its == ExitCode.DONE ? code : its;
        }
        if (common.json) {
            print(task != null ? all.get(0) : tasks(all));
        }
        return code;
    }

    private static ObjectNode tasks(List<ObjectNode> all) {
        ObjectNode json = object();
        all.forEach(json.putArray("tasks")::add);
        return json;
    }

    private int database(App app, TaskConfig one, List<ObjectNode> all) {
        Catalog catalog = app.survey(one).orFail();
        catalog.failures().forEach((name, why) -> err.println("camelback: warning: " + name + " is left out: " + why.getMessage()));
        catalog.damaged().forEach(it -> err.println("camelback: warning: an archive is left out: " + it.getMessage()));
        if (common.json) {
            all.add(json(catalog));
        } else {
            print(catalog);
        }
        return !catalog.damaged().isEmpty() ? ExitCode.DAMAGED : catalog.failures().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY;
    }

    private int server(App app, ServerConfig server, List<ObjectNode> all) {
        ServerListing listing = ServerListing.of(app, server);
        listing.unreachable().forEach((name, why) -> err.println("camelback: warning: " + name + " is left out: " + why.getMessage()));
        if (common.json) {
            all.add(listing.json());
        } else {
            listing.print(out);
        }
        return listing.unreachable().isEmpty() ? ExitCode.DONE : ExitCode.PARTLY;
    }

    /** Links of the chains with the fewest archives: what is beside them goes by and by. */
    private static Set<ArchiveName> used(Catalog catalog) {
        return Chains.ofFewest(catalog.archives()).newestOfEachLineage().stream().flatMap(it -> it.archives().stream())
                .map(StoredArchive::name).collect(Collectors.toSet());
    }

    private void print(Catalog catalog) {
        out.println(catalog.task() + ": " + catalog.archives().size() + " archives, " + catalog.chains().points().size()
                + " restore points");
        if (!catalog.archives().isEmpty()) {
            out.printf(Locale.ROOT, ROW, "level", "from", "restore point", "documents", "JSON", "stored", "on");
        }
        Set<ArchiveName> used = used(catalog);
        for (StoredArchive archive : catalog.archives()) {
            Manifest manifest = archive.manifest();
            Counts counts = manifest.counts();
            out.printf(Locale.ROOT, ROW, manifest.level().text(), manifest.start(),
                    catalog.chains().reaches(archive) ? manifest.end() : "(a link is missing)", Texts.number(counts.documents()),
                    Texts.bytes(counts.bytes()), Texts.bytes(counts.stored()), String.join(", ", archive.destinations())
                    + (catalog.chains().reaches(archive) && !used.contains(archive.name()) ? " (replaced)" : ""));
        }
        catalog.lastRun().filter(LastRun::isUnchanged)
                .ifPresent(it -> out.println("  unchanged as of " + it.started()));
    }

    private static ObjectNode json(Catalog catalog) {
        ObjectNode json = object().put("task", catalog.task());
        ArrayNode archives = json.putArray("archives");
        for (StoredArchive archive : catalog.archives()) {
            Manifest manifest = archive.manifest();
            ObjectNode item = archives.addObject().put("id", archive.id()).put("level", manifest.level().text())
                    .put("since", manifest.since()).put("until", manifest.until()).put("start", manifest.start().toString())
                    .put("end", manifest.end().toString()).put("documents", manifest.counts().documents())
                    .put("deleted", manifest.counts().deleted()).put("bytes", manifest.counts().bytes())
                    .put("stored", manifest.counts().stored());
            archive.destinations().forEach(item.putArray("destinations")::add);
        }
        ArrayNode points = json.putArray("restorePoints");
        catalog.chains().points().forEach(it -> points.add(it.point().toString()));
        catalog.lastRun().filter(LastRun::isUnchanged).ifPresent(it -> json.put("unchangedAsOf", it.started()));
        ArrayNode damaged = json.putArray("damaged");
        catalog.damaged().forEach(it -> damaged.add(it.getMessage()));
        ObjectNode failures = json.putObject("unreachable");
        catalog.failures().forEach((name, why) -> failures.put(name, why.getMessage()));
        return json;
    }
}
