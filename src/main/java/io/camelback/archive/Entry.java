package io.camelback.archive;

import io.camelback.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One document: the line {@code [leaf,leaf,…]} of a batch, with every leaf revision as the source sent it, byte for byte. Or a
 * document that is <em>absent</em>, which is to say purged at the source: it hides what older segments hold of it.
 *
 * <p>Arrays that are handed in or out are not copied and must not be changed.
 */
public final class Entry {

    private static final byte[] ABSENT_START = "[{\"_id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ABSENT_END = ",\"_absent\":true}]".getBytes(StandardCharsets.US_ASCII);

    private final byte[] id;
    private final byte[] line;
    /** Start and end of each leaf in the line, alternating; empty for an absent document. */
    private final int[] bounds;
    private final boolean deleted;
    private final boolean absent;
    private final boolean attachments;

    Entry(byte[] id, byte[] line, int[] bounds, boolean deleted, boolean absent, boolean attachments) {
        this.id = id;
        this.line = line;
        this.bounds = bounds;
        this.deleted = deleted;
        this.absent = absent;
        this.attachments = attachments;
    }

    /**
     * A document of the source. What is said of it is checked against the leaves themselves, since a line that contradicts its
     * place in the file could never be read again.
     *
     * @param id the UTF-8 of the decoded {@code _id}
     * @param leaves the JSON object of each leaf revision, at least one; raw line breaks between its tokens become spaces
     * @param deleted whether all of them are deletions
     * @throws Failure damaged if a leaf is no JSON object with an {@code _id}
     * @throws IllegalArgumentException if the leaves are not those of such a document
     */
    public static Entry of(byte[] id, List<byte[]> leaves, boolean deleted) {
        if (leaves.isEmpty()) {
            throw new IllegalArgumentException("A document has at least one leaf revision");
        }
        Entry entry = EntryParser.parse(join(leaves), "A document");
        if (entry.absent || entry.deleted != deleted || !Arrays.equals(entry.id, id) || !entry.consistsOf(leaves)) {
            throw new IllegalArgumentException("The leaves contradict the document's id, their number, or its being deleted: "
                    + entry);
        }
        return entry;
    }

    /**
     * A purged document.
     *
     * @param id the UTF-8 of the decoded {@code _id}
     */
    public static Entry absent(byte[] id) {
        if (id.length == 0) {
            throw new IllegalArgumentException("A document id is not empty");
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(id.length + 32);
        line.writeBytes(ABSENT_START);
        line.writeBytes(EntryParser.quote(DocumentIds.text(id)));
        line.writeBytes(ABSENT_END);
        return new Entry(id, line.toByteArray(), new int[0], false, true, false);
    }

    /**
     * The entry of a line of a batch, without its line break.
     *
     * @throws Failure damaged if it is none
     */
    public static Entry parse(byte[] line) {
        return EntryParser.parse(line, "A line");
    }

    /**
     * A document whose only leaf revision stands in a text, if it is written as servers write JSON: what isn't may be a document all the same,
     * and takes a parser to tell.
     *
     * @param from where the leaf begins
     * @param to where it ends
     */
    public static Optional<Entry> ordinary(byte[] text, int from, int to) {
        byte[] line = new byte[checkedLength(to - from + 2L)];
        line[0] = '[';
        System.arraycopy(text, from, line, 1, to - from);
        line[line.length - 1] = ']';
        return Optional.ofNullable(OrdinaryLine.read(line)).filter(it -> it.revisions() == 1);
    }

    /** The UTF-8 of the decoded {@code _id}. */
    public byte[] id() {
        return id;
    }

    public String idText() {
        return DocumentIds.text(id);
    }

    /** The line of the batch, without its line break. */
    public byte[] line() {
        return line;
    }

    /** How many leaf revisions there are; none of an absent document. */
    public int revisions() {
        return bounds.length / 2;
    }

    /** Whether every leaf is a deletion; an absent document is not called deleted. */
    public boolean deleted() {
        return deleted;
    }

    /** Whether the document was purged at the source; such an entry is never restored. */
    public boolean absent() {
        return absent;
    }

    /** Whether a leaf has attachments, inside of it or as objects of their own. */
    public boolean hasAttachments() {
        return attachments;
    }

    /** The exact bytes of each leaf, copied out of the line; none of an absent document. */
    public List<byte[]> leaves() {
        List<byte[]> leaves = new ArrayList<>(revisions());
        for (int i = 0; i < bounds.length; i += 2) {
            leaves.add(Arrays.copyOfRange(line, bounds[i], bounds[i + 1]));
        }
        return leaves;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry && Arrays.equals(line, entry.line);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(line);
    }

    @Override
    public String toString() {
        return idText() + (absent ? " (absent)" : deleted ? " (deleted, " + revisions() + ")" : " (" + revisions() + ")");
    }

    /** The length of a line, if a frame can hold it together with its line break. */
    static int checkedLength(long length) {
        if (length >= Frames.LIMIT) {
            throw Failure.usage("A document with all its leaf revisions has " + length + " bytes; an archive takes up to "
                    + (Frames.LIMIT - 1));
        }
        return (int) length;
    }

    /** Whether the leaves begin and end in the line just where those that were given do. */
    private boolean consistsOf(List<byte[]> leaves) {
        if (revisions() != leaves.size()) {
            return false;
        }
        int start = 1;
        for (int i = 0; i < leaves.size(); i++) {
            int end = start + leaves.get(i).length;
            if (bounds[2 * i] != start || bounds[2 * i + 1] != end) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static byte[] join(List<byte[]> leaves) {
        long length = 1;
        for (byte[] leaf : leaves) {
            length += leaf.length + 1L;
        }
        byte[] line = new byte[checkedLength(length)];
        line[0] = '[';
        int at = 1;
        for (byte[] leaf : leaves) {
            for (byte b : leaf) {
                line[at++] = b == '\n' || b == '\r' ? (byte) ' ' : b;
            }
            line[at++] = ',';
        }
        line[line.length - 1] = ']';
        return line;
    }
}
