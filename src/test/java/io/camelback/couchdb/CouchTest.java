package io.camelback.couchdb;

import io.camelback.stub.Documents;
import io.camelback.stub.StubCouch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A database {@code shop} on a stub server, and the real routes to it. */
abstract class CouchTest {

    static CouchRoutes routes;

    final StubCouch server = new StubCouch();
    final Documents shop = server.database("shop", new Documents());
    CouchDb couch;

    @BeforeAll
    static void startRoutes() {
        routes = new CouchRoutes();
    }

    @AfterAll
    static void stopRoutes() {
        routes.close();
    }

    @BeforeEach
    void connect() {
        couch = routes.connect(server, "shop");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }
}
