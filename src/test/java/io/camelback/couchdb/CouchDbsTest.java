package io.camelback.couchdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.stub.Documents;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CouchDbsTest extends CouchTest {

    @Test
    void aConnectionThatEndsLeavesNothingBehind() {
        new Database(couch).info();
        Set<String> before = routes.routesAndEndpoints();

        new Database(connect("for a while")).info();
        assertThat(routes.routesAndEndpoints()).contains("couchdb-for a while").hasSizeGreaterThan(before.size());
        routes.couchDbs().disconnect("for a while");

        assertThat(routes.routesAndEndpoints()).isEqualTo(before);
    }

    /** Both go through the same endpoint of camel-http. */
    @Test
    void otherConnectionsToTheServerStay() {
        connect("for a while");
        routes.couchDbs().disconnect("for a while");
        assertThat(new Database(couch).findInfo()).isPresent();
    }

    @Test
    void aNameMayBeGivenAgain() {
        server.database("other", new Documents().put("a", "{\"_id\":\"a\",\"_rev\":\"1-a\"}"));
        connect("again");
        routes.couchDbs().disconnect("again");
        CouchDb other = routes.couchDbs().connect("again", DatabaseUrl.parse(server.url("other")).url(), Access.OPEN, 1);
        assertThat(new Database(other).info().documents()).isOne();
        routes.couchDbs().disconnect("again");
    }

    @Test
    void oneThatIsNotThereNeedNotGo() {
        routes.couchDbs().disconnect("never made");
    }

    /** In real time, of which more passes on a slow machine, and never less. */
    @Test
    void connectionsWithTheSameLimitsShareThem() {
        Access limited = Access.OPEN.within(VirtualTime.requests(10));
        Database one = new Database(routes.couchDbs().connect("one", couch.url(), limited, 1));
        Database other = new Database(routes.couchDbs().connect("other", couch.url(), limited, 1));

        long begin = System.nanoTime();
        for (int i = 0; i < 2; i++) {
            one.info();
            other.info();
        }

        assertThat(System.nanoTime() - begin).as("four requests").isGreaterThanOrEqualTo(300 * VirtualTime.MILLI);
        routes.couchDbs().disconnect("one");
        routes.couchDbs().disconnect("other");
    }

    private CouchDb connect(String name) {
        return routes.couchDbs().connect(name, couch.url(), Access.OPEN, 1);
    }
}
