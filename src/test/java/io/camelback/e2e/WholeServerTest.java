package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.stub.Documents;
import io.camelback.stub.Fault;
import io.camelback.stub.Request;
import io.camelback.stub.StubCouch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks for whole servers: what they ask a server for is counted there. */
class WholeServerTest {

    private final StubCouch server = new StubCouch();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        server.close();
    }

    private Installation camelback(String databases) {
        return new Installation(directory).local("local").line("camelback.tasks.all.source", server.url()).line("camelback.tasks.all.databases", databases)
                .line("camelback.tasks.all.destinations", "local");
    }

    private Documents database(String name) {
        return put(server.database(name, new Documents()), "doc", 1);
    }

    private static Documents put(Documents database, String id, int generation) {
        return database.put(id, "{\"_id\":\"" + id + "\",\"_rev\":\"" + generation + "-a\",\"_revisions\":{\"start\":" + generation + ",\"ids\":[\"a\"]}}");
    }

    private List<Request> requestsOf(Runnable work) {
        int before = server.requests().size();
        work.run();
        return server.requests().subList(before, server.requests().size());
    }

    private static JsonNode json(Installation.Result result) {
        try {
            return new ObjectMapper().readTree(result.out());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ofFiveHundredDatabasesThoseThatHaveNotChangedCostALineOfOneListing() {
        List<Documents> databases = IntStream.range(0, 500).mapToObj(it -> database("db-" + it)).toList();
        Installation camelback = camelback("*").line("camelback.tasks.one.source", server.url("db-0")).line("camelback.tasks.one.destinations", "local");
        assertThat(camelback.run("backup", "all").expect(0).out()).contains("all: 500 of 500 databases changed");
        camelback.run("backup", "one").expect(0);
        put(databases.get(0), "more", 1);
        int single = requestsOf(() -> camelback.run("backup", "one").expect(0)).size();
        for (int i = 100; i < 120; i++) {
            put(databases.get(i), "more", 1);
        }

        List<Request> second = requestsOf(() -> assertThat(camelback.run("backup", "all").expect(0).out()).hasLineCount(22)
                .contains("all/db-119: ", "all: 21 of 500 databases changed, "));

        assertThat(second).filteredOn(it -> it.database().equals("_dbs_info")).hasSize(1);
        assertThat(second).hasSize(1 + 21 * single);
        assertThat(requestsOf(() -> camelback.run("backup", "all").expect(0))).extracting(Object::toString).containsExactly("GET /_dbs_info");
        assertThat(camelback.run("status", "all").expect(0).out()).contains("all: good, 500 databases");
    }

    @Test
    void databasesJoinByThemselvesAndThoseDeletedKeepTheirArchives() {
        database("old");
        Installation camelback = camelback("*");
        camelback.run("backup", "all").expect(0);
        server.remove("old");
        database("new");
        assertThat(json(camelback.run("backup", "all", "--json").expect(0)).path("databases").fieldNames()).toIterable().containsExactly("new");
        assertThat(camelback.run("list", "all").expect(0).out()).containsPattern("all/old .* local \\(no longer backed up\\)")
                .containsPattern("all/new .* local\n");
        assertThat(camelback.run("status", "all/old").expect(0).out()).contains("all/old: good", "not scheduled");
        camelback.run("restore", "all/old", "--to", server.url("restored")).expect(0);
        assertThat(server.written("restored").ids()).containsExactly("doc");
    }

    @Test
    void whichDatabasesThereAreSayPatternsAndSystemDatabasesHaveToBeNamed() {
        for (String name : List.of("orders", "tmp-1", "cache", "_users", "_replicator", "a/b+c$(d)")) {
            database(name);
        }
        JsonNode first = json(camelback("*, _users").line("camelback.tasks.all.databases.exclude", "tmp-*,cache").run("backup", "all", "--json").expect(0));
        assertThat(first.path("databases").fieldNames()).toIterable().containsExactly("_users", "a/b+c$(d)", "orders");
        assertThat(directory.resolve("local/all/a%2Fb%2Bc%24%28d%29/last-run.json")).exists();
        assertThat(requestsOf(() -> camelback("*, _users").run("backup", "all/a/b+c$(d)").expect(0))).allMatch(it -> it.database().equals("a/b+c$(d)"));
        assertThat(camelback("nothing-*").run("backup", "all").expect(0).err()).contains("warning: task all has no databases");
    }

    @Test
    void oneThatFailsDoesNotStopTheOthers() {
        for (String name : List.of("bad", "good", "idle")) {
            database(name);
        }
        Installation camelback = camelback("*").line("camelback.tasks.all.schedule", "0 0 * * *");
        camelback.clock(Instant.parse("2026-01-01T00:00:00Z")).run("backup", "all").expect(0);
        put(server.written("bad"), "more", 1);
        put(server.written("good"), "more", 1);
        server.always("/bad", Fault.status(400, "bad_request", "no luck"));
        camelback.clock(Instant.parse("2026-01-02T00:00:00Z"));

        Installation.Result partly = camelback.run("backup", "all").expect(6);

        assertThat(partly.out()).contains("all/bad: FAILED: GET " + server.url("bad") + " answered 400 (bad_request: no luck)", "all/good: ",
                "all: 1 of 3 databases changed, 1 failed");
        assertThat(camelback.run("status", "all").expect(6).out()).contains("all: good, 3 databases", "failed         all/bad: last good run 2026-01-01T00:00:00Z");
        assertThat(camelback.clock(Instant.parse("2026-01-02T01:00:01Z")).run("status", "all").expect(1).out()).contains("all: STALE",
                "STALE          all/bad");
        assertThat(json(camelback.run("backup", "all", "--json").expect(6)).path("databases").path("bad").path("exitCode").asInt()).isEqualTo(1);
    }

    @Test
    void whenAllFailTheyEndWithTheCodeTheyHaveInCommon() {
        for (int i = 0; i < 30; i++) {
            database("db-" + i);
        }
        server.always("/db-", Fault.status(503, "service_unavailable", "too busy"));
        Installation.Result failed = camelback("*").run("backup", "all").expect(3);
        assertThat(failed.out()).contains("answered 503", "not tried after 10 databases that failed", "all: 0 of 30 databases changed, 30 failed");
        assertThat(server.requests().stream().map(Request::database).distinct()).hasSizeLessThan(20);
    }

    @Test
    void aDatabaseThatIsDeletedMeanwhileIsNoFailure() {
        database("stays");
        database("goes");
        server.always("/goes", (request, normal) -> {
            server.remove("goes");
            return normal.get();
        });
        assertThat(camelback("*").run("backup", "all").expect(0).out()).contains("all/goes: deleted from the server meanwhile");
    }

    /** What a proxy that is ill says, for one. */
    @Test
    void aDatabaseThatIsMissingAndStillListedIsAFailure() {
        database("stays");
        database("hides");
        server.always("/hides", Fault.status(404, "not_found", "missing"));
        assertThat(camelback("*").run("backup", "all").expect(6).out()).contains("all/hides: FAILED: there is no database");
    }

    @Test
    void aDestinationThatWasAwayCatchesUp() throws IOException {
        for (String name : List.of("one", "two", "three")) {
            database(name);
        }
        Installation camelback = camelback("*").local("other").line("camelback.tasks.all.destinations", "local, other");
        camelback.run("backup", "all").expect(0);
        Path other = directory.resolve("other");
        Files.move(other, directory.resolve("away"));
        Files.writeString(other, "no folder");
        put(server.written("one"), "more", 1);
        assertThat(camelback.run("backup", "all").expect(6).out()).contains("all/one: ", "; not on other", "  other: FAILED");
        assertThat(requestsOf(() -> camelback.run("backup", "all").expect(6)).stream().map(Request::database).distinct()).containsExactlyInAnyOrder("_dbs_info", "one");
        Files.delete(other);
        Files.move(directory.resolve("away"), other);
        assertThat(camelback.run("status", "all").expect(6).out()).contains("behind         other");

        assertThat(camelback.run("backup", "all").expect(0).out()).contains("all/one: unchanged since", "; caught up: other", "1 looked at and unchanged");

        assertThat(requestsOf(() -> camelback.run("backup", "all").expect(0))).hasSize(1);
        assertThat(camelback.run("status", "all").expect(0).out()).contains("all: good");
    }

    @Test
    void aNewDestinationGetsEverything() throws IOException {
        database("one");
        database("two");
        camelback("*").run("backup", "all").expect(0);
        Installation camelback = camelback("*").local("new").line("camelback.tasks.all.destinations", "local, new");
        assertThat(camelback.run("backup", "all").expect(0).out()).contains("2 looked at and unchanged");
        assertThat(directory.resolve("new/all/one/last-run.json")).exists();
        Files.writeString(directory.resolve("new/all/databases.json"), "damaged");
        assertThat(camelback.run("backup", "all").expect(0).out()).contains("2 looked at and unchanged");
    }

    /** Three meet at the server, which lets none go on before; and there are never four. */
    @Test
    void asManyDatabasesAreUnderWayAsTheTaskSaysAndNoMore() {
        for (int i = 0; i < 12; i++) {
            database("db-" + i);
        }
        server.always("_changes", Fault.together(3));
        List<Request> requests = requestsOf(() -> camelback("*").line("camelback.tasks.all.databases.parallel", 3).run("backup", "all").expect(0));
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            last.put(requests.get(i).database(), i);
        }
        Map<String, Integer> underWay = new HashMap<>();
        int most = 0;
        for (int i = 1; i < requests.size(); i++) {
            String name = requests.get(i).database();
            underWay.put(name, last.get(name));
            most = Math.max(most, underWay.size());
            if (last.get(name) == i) {
                underWay.remove(name);
            }
        }
        assertThat(most).isEqualTo(3);
    }

    @Test
    void allOfThemAreReadAnewOnDemand() {
        database("one");
        database("two");
        Installation camelback = camelback("*");
        camelback.run("backup", "all").expect(0);
        assertThat(camelback.run("backup", "all", "--full").expect(0).out()).contains("/baseline/", "all: 2 of 2 databases changed");
        assertThat(camelback.run("list", "all/one").expect(0).out()).contains("2 archives");
        assertThat(requestsOf(() -> camelback.run("backup", "all").expect(0))).hasSize(1);
    }

    @Test
    void olderServersAreBackedUpWithAHundredDatabasesToARequest() {
        for (int i = 0; i < 101; i++) {
            database("db-" + i);
        }
        server.beforeCouchDb32();
        Installation camelback = camelback("*");
        camelback.run("backup", "all").expect(0);
        assertThat(requestsOf(() -> camelback.run("backup", "all").expect(0))).extracting(Object::toString)
                .containsExactly("GET /_dbs_info", "GET /_all_dbs", "POST /_dbs_info", "POST /_dbs_info");
    }

    @Test
    void whatIsMeantForOneDatabaseSaysSo() {
        Installation camelback = camelback("*");
        for (List<String> words : List.of(List.of("history", "all", "--doc", "x"), List.of("export", "all"), List.of("restore", "all", "--doc", "x", "--stdout"))) {
            assertThat(camelback.run(words.toArray(String[]::new)).expect(2).err()).startsWith("camelback: task all is a whole server. Name one of its databases")
                    .hasLineCount(1);
        }
        assertThat(camelback.run("restore", "all").expect(2).err()).contains("a restore of a whole server needs a target");
        assertThat(camelback.run("restore", "all", "--to", server.url()).expect(2).err()).contains("task all has no backup yet");
        server.always("/_dbs_info", Fault.status(401, "unauthorized", "You are not a server admin."));
        assertThat(camelback.run("backup", "all").expect(3).err()).contains("Only a server's admin may list its databases").hasLineCount(1);
    }

    @Test
    void allDatabasesAreRestoredToAnotherServerAndThoseThatAreThereAreLeftAlone() {
        for (String name : List.of("one", "two", "a/b")) {
            database(name);
        }
        Installation camelback = camelback("*");
        camelback.clock(Instant.parse("2026-01-01T00:00:00Z")).run("backup", "all").expect(0);
        database("later");
        camelback.clock(Instant.parse("2026-01-02T00:00:00Z")).run("backup", "all").expect(0);
        try (StubCouch target = new StubCouch()) {
            put(target.database("two", new Documents()), "own", 1);
            Installation.Result partly = camelback.run("restore", "all", "--to", target.url(), "--at", "2026-01-01").expect(6);
            assertThat(partly.out()).contains("all/two: FAILED: the target " + target.url("two") + " is not empty", "all/later: it has no restore point at or before",
                    "all: 2 of 4 databases restored, 1 failed");
            assertThat(target.written("a/b").ids()).containsExactly("doc");
            assertThat(target.written("two").ids()).containsExactly("own");
            target.remove("two");
            JsonNode second = json(camelback.run("restore", "all", "--to", target.url(), "--json").expect(0));
            assertThat(second.path("databases").path("two").path("documents").asInt()).isEqualTo(1);
            assertThat(second.path("databases").path("one").path("already").asBoolean()).as("it was done before, at another point").isTrue();
            assertThat(second.path("databases").path("one").path("point").asText()).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(target.written("later").ids()).containsExactly("doc");
        }
    }

    @Test
    void aRestoreThatWasNotDoneGoesOnWithTheDatabasesThatAreLeft() {
        List.of("one", "two").forEach(this::database);
        Installation camelback = camelback("*");
        camelback.run("backup", "all").expect(0);
        try (StubCouch target = new StubCouch()) {
            target.always("/two/_bulk_docs", Fault.status(401, "unauthorized", "no longer"));
            camelback.run("restore", "all", "--to", target.url()).expect(6);
            assertThat(target.local("one").get("_local/camelback-restore").path("done").asBoolean()).isTrue();
            assertThat(camelback.run("restore", "all/one", "--to", target.url("one")).expect(2).err()).contains("is not empty");
            put(target.written("one"), "new", 1);
            target.behave();
            assertThat(camelback.run("restore", "all", "--to", target.url()).expect(0).out()).contains(" is in " + target.url("one") + " already: 1 documents",
                    "all: 2 of 2 databases restored");
            assertThat(target.local("one")).isEmpty();
            assertThat(target.local("two")).isEmpty();
            assertThat(target.written("one").ids()).containsExactlyInAnyOrder("doc", "new");
            assertThat(camelback.run("restore", "all", "--to", target.url()).expect(2).out()).contains("is not empty");
        }
    }

    @Test
    void rollupsAndCleanupsAreMadeForEachDatabaseThatHasArchives() {
        Installation camelback = camelback("*").line("camelback.tasks.all.retention.delta", 1);
        database("one");
        database("gone");
        for (String now : List.of("2026-01-01T00:00:00Z", "2026-01-01T06:00:00Z", "2026-01-01T12:00:00Z", "2026-01-02T00:00:00Z")) {
            List.of("one", "gone").forEach(name -> put(server.written(name), "at " + now, 1));
            camelback.clock(Instant.parse(now)).run("backup", "all").expect(0);
        }
        server.remove("gone");
        assertThat(camelback.run("rollup", "all", "--dry-run").expect(0).out()).contains("all/gone: 1 rollup", "all/one: 1 rollup", "something to do for 2 of 2");
        assertThat(json(camelback.run("rollup", "all", "--json").expect(0)).path("databases").path("one").path("archives")).hasSize(1);
        camelback.clock(Instant.parse("2026-01-04T00:00:00Z"));
        assertThat(camelback.run("cleanup", "all").expect(0).out()).contains("all/gone: 2 removed", "all/one: 2 removed", "something to do for 2 of 2");
        assertThat(camelback.run("cleanup", "all").expect(0).out()).contains("something to do for 0 of 2");
    }
}
