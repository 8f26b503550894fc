package io.camelback.archive;

import static io.camelback.archive.CompactJson.NO;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a line as servers send them, several times as fast as a parser for all that JSON may be: {@link CompactJson}, with nothing
 * escaped in ids and in the names of top-level fields, and not absent. What it takes is right, and the same entry as the parser
 * would give. What it doesn't take may be right or wrong: that is for the parser to say.
 */
final class OrdinaryLine {

    private static final byte[] ID = "_id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELETED = "_deleted".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ATTACHMENTS = "_attachments".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ABSENT = "_absent".getBytes(StandardCharsets.US_ASCII);

    private final byte[] line;
    private final CompactJson json;
    private byte[] id;
    private int[] bounds = new int[2];
    private int leaves;
    private int deletions;
    private boolean attachments;
    /** Of the leaf at hand. */
    private boolean hasId;
    private boolean deletion;

    private OrdinaryLine(byte[] line) {
        this.line = line;
        this.json = new CompactJson(line);
    }

    /** The entry of the line, or null if it isn't an ordinary one. */
    static Entry read(byte[] line) {
        int end = line.length;
        return end >= 4 && line[0] == '[' && line[end - 2] == '}' && line[end - 1] == ']' ? new OrdinaryLine(line).read() : null;
    }

    private Entry read() {
        int at = 0;
        do {
            at = leaf(at + 1);
        } while (at != NO && line[at] == ',');
        return at == line.length - 1 ? new Entry(id, line, Arrays.copyOf(bounds, 2 * leaves), deletions == leaves, false, attachments) : null;
    }

    /** Passes over a leaf, as {@link CompactJson} passes over what it is made of. */
    private int leaf(int start) {
        if (line[start] != '{') {
            return NO;
        }
        hasId = false;
        deletion = false;
        int at = start;
        do {
            at = field(at + 1);
        } while (at != NO && line[at] == ',');
        if (at == NO || line[at] != '}' || !hasId) {
            return NO;
        }
        add(start, at + 1);
        return at + 1;
    }

    private int field(int start) {
        int colon = line[start] == '"' ? json.string(start) : NO;
        if (colon == NO || line[colon] != ':' || hasEscape(start, colon)) {
            return NO;
        }
        int after = json.value(colon + 1);
        boolean reserved = line[start + 1] == '_';
        return after != NO && reserved && !takeReserved(start + 1, colon - 1, colon + 1, after) ? NO : after;
    }

    /** Keeps what is to be known of a field whose name begins with an underscore; false if that is for the parser to say. */
    private boolean takeReserved(int name, int nameEnd, int value, int valueEnd) {
        if (is(ID, name, nameEnd)) {
            boolean twice = hasId;
            hasId = true;
            return !twice && line[value] == '"' && takeId(value + 1, valueEnd - 1);
        }
        if (is(DELETED, name, nameEnd)) {
            deletion = line[value] == 't';
        }
        attachments |= is(ATTACHMENTS, name, nameEnd);
        return !is(ABSENT, name, nameEnd);
    }

    private boolean takeId(int start, int end) {
        if (id != null) {
            return is(id, start, end);
        }
        id = Arrays.copyOfRange(line, start, end);
        return start < end && !hasEscape(start, end);
    }

    private void add(int start, int end) {
        if (2 * leaves == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * leaves] = start;
        bounds[2 * leaves + 1] = end;
        leaves++;
        deletions += deletion ? 1 : 0;
    }

    private boolean is(byte[] text, int start, int end) {
        return Arrays.equals(text, 0, text.length, line, start, end);
    }

    private boolean hasEscape(int start, int end) {
        for (int at = start; at < end; at++) {
            if (line[at] == '\\') {
                return true;
            }
        }
        return false;
    }
}
