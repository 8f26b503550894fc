package io.camelback.couchdb;

/**
 * How large attachments may be that travel inside their document, base64 in its JSON. A document that has one larger than that, or too
 * many, has all of its attachments as objects of their own: they are read as streams, and never held in memory.
 *
 * @param each bytes of a single attachment
 * @param together bytes of all attachments of a document, over all of its leaf revisions
 */
public record AttachmentLimit(long each, long together) {

    private static final int TOGETHER = 16;
    /** What travels inside is held several times over: as it arrives, as a line, as a frame; and several documents at once. */
    private static final int PART_OF_MEMORY = 32;

    public static AttachmentLimit ofEach(long bytes) {
        long together = Math.min(Math.multiplyExact(bytes, TOGETHER), Runtime.getRuntime().maxMemory() / PART_OF_MEMORY);
        return new AttachmentLimit(Math.min(bytes, together), together);
    }

    boolean allows(FetchedDocument document) {
        return document.stubs().isEmpty() || document.stubs().stream().allMatch(it -> it.length() <= each)
                && document.stubs().stream().mapToLong(FetchedDocument.Stub::length).sum() <= together;
    }
}
