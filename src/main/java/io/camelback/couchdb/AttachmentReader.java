package io.camelback.couchdb;

import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentDigest;
import io.camelback.couchdb.CouchRequest.Answer;
import io.camelback.failure.Failure;
import io.camelback.job.Staging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Reads attachments into files, just as the server stores them, however large. */
public final class AttachmentReader {

    private final CouchDb couch;

    public AttachmentReader(CouchDb couch) {
        this.couch = couch;
    }

    /**
     * @param revision a leaf that has the attachment
     * @param file to be written
     * @return false if the document no longer has that revision: somebody changed it since, and the feed tells of that
     * @throws Failure of the source, also when what it sends isn't what its digest says
     */
    public boolean read(Attachment attachment, String revision, Path file) {
        String path = "/" + Database.path(attachment.document()) + "/" + DatabaseUrl.encode(attachment.name());
        CouchRequest<Boolean> request = CouchRequest.get(path, Map.of("rev", revision), answer -> write(answer, attachment, file));
        Map<String, String> headers = attachment.encoding().isEmpty() ? Map.of("Accept", "*/*")
                : Map.of("Accept", "*/*", "Accept-Encoding", attachment.encoding());
        return couch.send(request.with(headers).expecting(404));
    }

    private static boolean write(Answer answer, Attachment attachment, Path file) throws IOException {
        if (answer.status() == 404) {
            return false;
        }
        AttachmentDigest digest = new AttachmentDigest(attachment);
        Staging.copy(digest.watching(answer.body()), file);
        if (!digest.isRight()) {
            throw new IOException("what came of " + attachment + " is not what its digest says");
        }
        return true;
    }
}
