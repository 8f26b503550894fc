package io.camelback.restore;

import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Some documents, please.
 *
 * @param ids of the documents
 * @param into whether they are written, each as the newest revision of its document; otherwise they are only returned
 * @param target where to write them: the source when empty
 */
public record DocumentRequest(String task, List<String> ids, Optional<Instant> at, boolean into, Optional<DatabaseUrl> target,
        Access access) {
}
