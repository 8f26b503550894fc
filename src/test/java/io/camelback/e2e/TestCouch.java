package io.camelback.e2e;

import io.camelback.demo.CouchClient;
import io.camelback.demo.CouchServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The CouchDB that the tests use: a real one if {@code CAMELBACK_TEST_COUCHDB} names it (http://admin:password@host:5984), else the
 * embedded one, started once.
 */
final class TestCouch {

    private static TestCouch instance;

    private final String url;
    private final String username;
    private final String password;
    private final CouchClient client;

    private TestCouch(String url, String username, String password) {
        this.url = url;
        this.username = username;
        this.password = password;
        this.client = new CouchClient(url, username, password);
    }

    static synchronized TestCouch get() {
        if (instance == null) {
            String real = System.getenv("CAMELBACK_TEST_COUCHDB");
            instance = real == null || real.isBlank() ? embedded() : real(URI.create(real));
        }
        return instance;
    }

    private static TestCouch real(URI uri) {
        String[] user = uri.getUserInfo().split(":", 2);
        return new TestCouch("http://" + uri.getHost() + ":" + uri.getPort(), user[0], user[1]);
    }

    /** Ends with the process: it watches its standard input. */
    private static TestCouch embedded() {
        CouchServer server = CouchServer.start(Path.of("demo"), null);
        return new TestCouch(server.url(), CouchServer.USERNAME, CouchServer.PASSWORD);
    }

    CouchClient client() {
        return client;
    }

    String url() {
        return url;
    }

    String username() {
        return username;
    }

    String password() {
        return password;
    }

    /** A name that no database has. */
    String freshName() {
        return "test-" + UUID.randomUUID();
    }

    /** A new, empty database. */
    String fresh() {
        String name = freshName();
        client.put("/" + name, null);
        return name;
    }

    void drop(String database) {
        client.delete("/" + database);
    }
}
