package io.camelback.catalog;

import io.camelback.archive.ArchiveName;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.failure.Failure;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which databases of a whole server have archives, whether they are on the server or not: from the keys alone, no manifest is read for it. */
public final class ServerCatalog {

    /**
     * One database.
     *
     * @param task of its own: {@code all/a%2Fb}
     * @param archives that are committed on one destination at least
     * @param destinations that have any of these
     * @param point the newest restore point; empty until somebody has asked for it, and when nobody could tell
     */
    public record Member(String task, Set<ArchiveName> archives, Set<String> destinations, Optional<Instant> point) {

        public Member at(Optional<Instant> newest) {
            return new Member(task, archives, destinations, newest);
        }

        /** The database's plain name. */
        public String database() {
            return DatabaseUrl.decode(task.substring(task.indexOf('/') + 1));
        }
    }

    /** @param archives of whichever database, those that have a manifest */
    record OfDestination(String destination, List<ArchiveName> archives, Optional<Failure> failure) {
    }

    private final String task;
    private final Map<String, Member> members = new TreeMap<>();
    private final Map<String, Failure> failures = new LinkedHashMap<>();
    private final int destinations;

    ServerCatalog(String task, List<OfDestination> parts) {
        this.task = task;
        this.destinations = parts.size();
        for (OfDestination part : parts) {
            part.failure().ifPresent(why -> failures.put(part.destination(), why));
            for (ArchiveName archive : part.archives()) {
                Member member = members.computeIfAbsent(archive.task(), it -> new Member(it, new LinkedHashSet<>(), new LinkedHashSet<>(),
                        Optional.empty()));
                member.archives().add(archive);
                member.destinations().add(part.destination());
            }
        }
    }

    public String task() {
        return task;
    }

    /** By their names. */
    public Collection<Member> members() {
        return members.values();
    }

    public Map<String, Failure> failures() {
        return failures;
    }

    /** @throws Failure when no destination could be read */
    public ServerCatalog orFail() {
        if (!failures.isEmpty() && failures.size() == destinations) {
            throw failures.values().iterator().next();
        }
        return this;
    }
}
