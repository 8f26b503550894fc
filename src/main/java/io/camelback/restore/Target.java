package io.camelback.restore;

import io.camelback.config.TaskConfig;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.BulkDocs;
import io.camelback.couchdb.CouchDb;
import io.camelback.couchdb.CouchDbs;
import io.camelback.couchdb.Database;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.couchdb.DocumentWriter;
import io.camelback.couchdb.LocalDocuments;
import java.util.UUID;

/** The database that is written to, over a connection of its own, which ends when this is closed. */
final class Target implements AutoCloseable {

    final Database database;
    final BulkDocs writer;
    /** For documents with attachments that are objects of their own. */
    final DocumentWriter documents;
    final LocalDocuments localDocuments;

    private final CouchDbs couchDbs;
    private final String connection;

    private Target(CouchDbs couchDbs, String connection, CouchDb couch) {
        this.couchDbs = couchDbs;
        this.connection = connection;
        this.database = new Database(couch);
        this.writer = new BulkDocs(couch);
        this.documents = new DocumentWriter(couch);
        this.localDocuments = new LocalDocuments(couch);
    }

    /**
     * Nothing is sent yet.
     *
     * @param given who writes; if nobody is named, and the target is on the source's own server, the task's user does. That one's password
     *     or key never goes to another server
     */
    static Target connect(CouchDbs couchDbs, TaskConfig task, DatabaseUrl url, Access given) {
        String connection = "restore-" + UUID.randomUUID();
        Access access = task.source().server().equals(url.server()) ? given.orElse(task.access()) : given;
        return new Target(couchDbs, connection, couchDbs.connect(connection, url, access, task.parallel()));
    }

    @Override
    public void close() {
        couchDbs.disconnect(connection);
    }
}
