package io.camelback.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.catalog.ServerCatalog;
import io.camelback.catalog.ServerCatalog.Member;
import io.camelback.catalog.ServerNote;
import io.camelback.config.ServerConfig;
import io.camelback.failure.Failure;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The databases of a whole server that have archives, on the server or not, each with its newest restore point. */
final class ServerListing {

    private final ServerCatalog catalog;
    private final List<Member> members;
    private final Optional<ServerNote> note;

    private ServerListing(ServerCatalog catalog, List<Member> members, Optional<ServerNote> note) {
        this.catalog = catalog;
        this.members = members;
        this.note = note;
    }

    @SuppressWarnings("unchecked")
    static ServerListing of(App app, ServerConfig server) {
        ServerCatalog catalog = app.survey(server).orFail();
        List<Member> members = catalog.members().isEmpty() ? List.of() : app.call("direct:survey-points", List.copyOf(catalog.members()), List.class);
        return new ServerListing(catalog, members.stream().map(it -> it.point().isPresent() ? it : it.at(point(app, it))).toList(),
                app.notes(server).newest());
    }

    /** From the archives themselves, where no run has left word of it. */
    private static Optional<Instant> point(App app, Member member) {
        return app.survey(app.config().task(member.task())).chains().newest().map(it -> it.point());
    }

    Map<String, Failure> unreachable() {
        return catalog.failures();
    }

    void print(PrintStream out) {
        out.println(catalog.task() + ": " + Texts.number(members.size())
                + (members.size() == 1 ? " database has archives" : " databases have archives"));
        if (members.isEmpty()) {
            return;
        }
        int width = Stream.concat(Stream.of("database"), members.stream().map(Member::task)).mapToInt(String::length).max().orElseThrow();
        String row = "  %-" + width + "s  %8s  %-24s  %s%n";
        out.printf(Locale.ROOT, row, "database", "archives", "newest restore point", "on");
        for (Member member : members) {
            out.printf(Locale.ROOT, row, member.task(), Texts.number(member.archives().size()),
                    member.point().map(Instant::toString).orElse("(a link is missing)"), String.join(", ", member.destinations())
                    + (isGone(member) ? " (no longer backed up)" : ""));
        }
    }

    /** As far as the newest run knows; one that isn't to be backed up any more is meant too. */
    private boolean isGone(Member member) {
        return note.filter(it -> !it.databases().containsKey(member.database())).isPresent()
                && member.point().filter(it -> it.isAfter(note.get().begin())).isEmpty();
    }

    ObjectNode json() {
        ObjectNode json = CliCommand.object().put("task", catalog.task());
        ArrayNode array = json.putArray("databases");
        for (Member member : members) {
            ObjectNode item = array.addObject().put("database", member.database()).put("task", member.task())
                    .put("archives", member.archives().size()).put("restorePoint", member.point().map(Instant::toString).orElse(null)).put("gone", isGone(member));
            member.destinations().forEach(item.putArray("destinations")::add);
        }
        ObjectNode unreachable = json.putObject("unreachable");
        catalog.failures().forEach((name, why) -> unreachable.put(name, why.getMessage()));
        return json;
    }
}
