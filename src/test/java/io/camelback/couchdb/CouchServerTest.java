package io.camelback.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.stub.Documents;
import io.camelback.stub.Fault;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CouchServerTest extends CouchTest {

    private CouchServer databases;

    @BeforeEach
    void connectToTheServer() {
        databases = new CouchServer(routes.couchDbs().connect(UUID.randomUUID().toString(), DatabaseUrl.parseServer(server.url()).url(),
                Access.OPEN, 1));
        server.remove("shop");
    }

    @Test
    void oneRequestTellsHowAllDatabasesStand() {
        Documents orders = server.database("a/b+c$(d)", new Documents());
        server.database("users", new Documents());
        Map<String, DatabaseState> before = databases.databases();
        orders.put("doc", "{\"_id\":\"doc\",\"_rev\":\"1-a\"}");
        Map<String, DatabaseState> after = databases.databases();
        assertThat(before).containsOnlyKeys("a/b+c$(d)", "users").allSatisfy((name, state) -> assertThat(state.isKnown()).isTrue());
        assertThat(after.get("users")).isEqualTo(before.get("users"));
        assertThat(after.get("a/b+c$(d)")).isNotEqualTo(before.get("a/b+c$(d)"));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void olderServersAreAskedForTheNamesAndAHundredDatabasesAtATime() {
        for (int i = 0; i < 250; i++) {
            server.database("d" + i, new Documents());
        }
        Map<String, DatabaseState> inOne = databases.databases();
        server.beforeCouchDb32();
        assertThat(databases.databases()).isEqualTo(inOne).hasSize(250);
        assertThat(server.requests()).extracting(Object::toString).containsExactly("GET /_dbs_info", "GET /_dbs_info", "GET /_all_dbs",
                "POST /_dbs_info", "POST /_dbs_info", "POST /_dbs_info");
    }

    @Test
    void aDatabaseThatWentMeanwhileIsLeftOutAndOneWithoutInformationIsThere() {
        server.database("users", new Documents());
        server.next("/_dbs_info", Fault.changed(it -> "[{\"key\":\"gone\",\"error\":\"not_found\"},{\"key\":\"ill\",\"error\":\"timeout\"}," + it.substring(1)));
        Map<String, DatabaseState> all = databases.databases();
        assertThat(all).containsOnlyKeys("ill", "users");
        assertThat(all.get("ill").isKnown()).isFalse();
        assertThat(all.get("users").isKnown()).isTrue();
    }

    /** Else the databases behind the cut would count as deleted. */
    @Test
    void aListThatIsCutShortIsAskedForAgain() {
        for (String name : List.of("a", "b", "c")) {
            server.database(name, new Documents());
        }
        server.next("/_dbs_info", Fault.cutAfter("\"key\":\"b\"")).next("/_dbs_info", Fault.changed(it -> it.substring(0, it.length() - 1)));
        assertThat(databases.databases()).containsOnlyKeys("a", "b", "c");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void whoMayNotListDatabasesIsToldSo() {
        server.always("/_dbs_info", Fault.status(401, "unauthorized", "You are not a server admin."));
        assertThatExceptionOfType(Failure.class).isThrownBy(databases::databases)
                .withMessage("GET " + server.url() + "/_dbs_info answered 401 (unauthorized: You are not a server admin.). Only a server's admin may "
                        + "list its databases: give the name and password of one, or make a task for each database")
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.DENIED));
    }

    @Test
    void whetherADatabaseIsThereIsAskedOfItAlone() {
        server.database("a/b", new Documents());
        assertThat(databases.has("a/b")).isTrue();
        assertThat(databases.has("a")).isFalse();
    }

    /** All of them share the requests at a time, and nothing is made for each. */
    @Test
    void theDatabasesOfAServerShareOneRoute() {
        String name = UUID.randomUUID().toString();
        DatabaseUrl url = DatabaseUrl.parseServer(server.url()).url();
        routes.couchDbs().connect(name, url, Access.OPEN, 1);
        int before = routes.routesAndEndpoints().size();
        for (int i = 0; i < 50; i++) {
            server.database("d" + i, new Documents());
            Database database = new Database(routes.couchDbs().connect(name, url.database("d" + i), Access.OPEN, 1));
            assertThat(database.info().name()).isEqualTo("d" + i);
        }
        assertThat(routes.routesAndEndpoints().size()).isLessThanOrEqualTo(before + 1);
        assertThat(server.connections()).isEqualTo(1);
    }
}
