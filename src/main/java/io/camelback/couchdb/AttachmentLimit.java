package io.camelback.couchdb;

import io.camelback.archive.DocumentIds;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;

/**
 * How large attachments may be that travel inside their document, base64 in its JSON.
 *
 * @param each bytes of a single attachment
 * @param together bytes of all attachments of a document, over all of its leaf revisions
 */
public record AttachmentLimit(long each, long together) {

    private static final int TOGETHER = 16;

    public static AttachmentLimit ofEach(long bytes) {
        return new AttachmentLimit(bytes, Math.multiplyExact(bytes, TOGETHER));
    }

    /**
     * @throws Failure naming the document and what is too large in it: leaving an attachment out would be a silent loss
     */
    void check(FetchedDocument document, DatabaseUrl url) {
        long sum = 0;
        for (FetchedDocument.Stub stub : document.stubs()) {
            if (stub.length() > each) {
                throw refused(document, url, "an attachment " + stub.name() + " of " + stub.length() + " bytes, more than " + each);
            }
            sum += stub.length();
        }
        if (sum > together) {
            throw refused(document, url, "attachments of " + sum + " bytes together, more than " + together);
        }
    }

    private static Failure refused(FetchedDocument document, DatabaseUrl url, String why) {
        return Failure.source(Reason.REFUSED, "document " + DocumentIds.text(document.id()) + " in " + url + " has " + why
                + ": the run ends, because it would not be restorable without it")
                .remedy("Raise the task's attachmentLimit, if the memory allows");
    }
}
