package io.camelback.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.camelback.failure.Failure;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a line of a batch by its tokens, and remembers where in the line each leaf is. No value is ever decoded but the
 * {@code _id}, so nothing is lost of numbers, escapes or the order of keys.
 */
final class EntryParser {

    private final byte[] line;
    private final String where;
    private String id;
    private int[] bounds = new int[2];
    private int leaves;
    private int deletions;
    private boolean absent;
    private boolean attachments;

    private EntryParser(byte[] line, String where) {
        this.line = line;
        this.where = where;
    }

    /** @param where what the line is part of, the start of the message of a failure */
    static Entry parse(byte[] line, String where) {
        Entry ordinary = OrdinaryLine.read(line);
        return ordinary != null ? ordinary : parseByTokens(line, where);
    }

    /** The same without the short way: what is JSON is for the parser to say. */
    static Entry parseByTokens(byte[] line, String where) {
        return new EntryParser(line, where).parse();
    }

    /** The text as a JSON string in quotes. */
    static byte[] quote(String text) {
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] quoted = new byte[escaped.length + 2];
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        quoted[0] = '"';
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    private Entry parse() {
        if (line.length < 4 || line[0] != '[' || line[1] != '{' || line[line.length - 2] != '}' || line[line.length - 1] != ']') {
            throw damaged("is no JSON array of a document's leaf revisions");
        }
        for (byte b : line) {
            if (b == '\n' || b == '\r') {
                throw damaged("has a line break in it");
            }
        }
        try (JsonParser json = DocumentJson.FACTORY.createParser(line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                leaf(json);
            }
            if (json.currentToken() != JsonToken.END_ARRAY || json.nextToken() != null) {
                throw damaged("is no JSON array of a document's leaf revisions");
            }
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
            throw damaged("is no JSON" + place).cause(e);
        } catch (IOException e) {
            throw damaged("is no JSON").cause(e);
        }
        return entry();
    }

    private void leaf(JsonParser json) throws IOException {
        int start = (int) json.currentTokenLocation().getByteOffset();
        String leafId = null;
        boolean deletion = false;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "_id" -> {
                    if (value != JsonToken.VALUE_STRING || leafId != null) {
                        throw damaged("has a leaf revision whose _id is no text, or is there twice");
                    }
                    leafId = json.getText();
                }
                case "_deleted" -> deletion = value == JsonToken.VALUE_TRUE;
                case "_attachments" -> attachments = true;
                case "_absent" -> absent |= value == JsonToken.VALUE_TRUE;
                default -> { }
            }
            json.skipChildren();
        }
        add(start, (int) json.currentLocation().getByteOffset(), leafId, deletion);
    }

    private void add(int start, int end, String leafId, boolean deletion) {
        if (leafId == null || leafId.isEmpty()) {
            throw damaged("has a leaf revision without an _id");
        }
        if (id == null) {
            id = leafId;
        } else if (!id.equals(leafId)) {
            throw damaged("has leaf revisions of more than one document");
        }
        if (2 * leaves == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * leaves] = start;
        bounds[2 * leaves + 1] = end;
        leaves++;
        deletions += deletion ? 1 : 0;
    }

    private Entry entry() {
        byte[] utf8;
        try {
            utf8 = DocumentIds.utf8(id);
        } catch (Failure e) {
            throw damaged("has an _id that is no Unicode text").cause(e);
        }
        if (absent) {
            if (leaves != 1) {
                throw damaged("is marked absent and has more than one leaf revision");
            }
            return new Entry(utf8, line, new int[0], false, true, false);
        }
        return new Entry(utf8, line, Arrays.copyOf(bounds, 2 * leaves), deletions == leaves, false, attachments);
    }

    private Failure damaged(String why) {
        String which = id == null ? "" : " (" + (id.length() <= 100 ? id : id.substring(0, 100) + "…") + ")";
        return Failure.damaged(where + which + " " + why);
    }
}
