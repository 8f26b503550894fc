package io.camelback.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelback.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A leaf revision, seen for its attachments.
 *
 * @param bytes the document's JSON text
 * @param deleted whether it is a tombstone
 * @param stubs its attachments of which there is only a description, in the order of the text
 */
public record StubbedLeaf(byte[] bytes, String revision, boolean deleted, List<Stub> stubs) {

    private static final byte[] FOLLOWS = "\"follows\"".getBytes(StandardCharsets.US_ASCII);

    /**
     * @param from where the name of its member {@code "stub"} begins in the leaf's bytes, with its quotes
     * @param to where the name ends
     * @param end where its value ends
     */
    public record Stub(Attachment attachment, int from, int to, int end) {
    }

    /** All leaves of a document in their order, those without stubs too. */
    public static List<StubbedLeaf> of(Entry entry) {
        return entry.leaves().stream().map(it -> parse(it, entry.idText())).toList();
    }

    /** Every attachment that a document has as an object of its own, each once. */
    public static List<Attachment> attachments(Entry entry) {
        if (!entry.hasAttachments()) {
            return List.of();
        }
        Map<String, Attachment> attachments = new LinkedHashMap<>();
        of(entry).forEach(leaf -> leaf.stubs.forEach(it -> attachments.putIfAbsent(it.attachment.object(), it.attachment)));
        return List.copyOf(attachments.values());
    }

    /** The text for the first part of a multipart body: it says {@code "follows"} of each stub, whose bytes follow in this order. */
    public byte[] following() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 3 * stubs.size());
        int copied = 0;
        for (Stub stub : stubs) {
            out.write(bytes, copied, stub.from - copied);
            out.writeBytes(FOLLOWS);
            copied = stub.to;
        }
        out.write(bytes, copied, bytes.length - copied);
        return out.toByteArray();
    }

    /**
     * @param id of the document, for what is said of it
     * @throws Failure damaged if it is no document, or has a stub that doesn't say what its object is
     */
    public static StubbedLeaf parse(byte[] leaf, String id) {
        try (JsonParser json = DocumentJson.FACTORY.createParser(leaf)) {
            String revision = null;
            boolean deleted = false;
            List<Stub> stubs = new ArrayList<>();
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("_rev")) {
                    revision = json.getText();
                } else if (name.equals("_deleted")) {
                    deleted = value == JsonToken.VALUE_TRUE;
                } else if (name.equals("_attachments") && value == JsonToken.START_OBJECT) {
                    attachments(json, id, stubs);
                    continue;
                }
                json.skipChildren();
            }
            return new StubbedLeaf(leaf, revision, deleted, stubs);
        } catch (IOException e) {
            throw Failure.damaged("document " + id + " is no JSON").cause(e);
        }
    }

    private static void attachments(JsonParser json, String id, List<Stub> stubs) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.START_OBJECT) {
                attachment(json, id, name, stubs);
            }
        }
    }

    private static void attachment(JsonParser json, String id, String name, List<Stub> stubs) throws IOException {
        String digest = null;
        String encoding = "";
        long length = -1;
        long encoded = -1;
        int from = -1;
        int to = -1;
        int end = -1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            int start = (int) json.currentTokenLocation().getByteOffset();
            String member = json.currentName();
            JsonToken value = json.nextToken();
            switch (member) {
                case "digest" -> digest = json.getText();
                case "encoding" -> encoding = json.getText();
                case "length" -> length = json.getLongValue();
                case "encoded_length" -> encoded = json.getLongValue();
                case "stub" -> {
                    from = value == JsonToken.VALUE_TRUE ? start : -1;
                    to = start + "\"stub\"".length();
                    end = (int) json.currentLocation().getByteOffset();
                }
                default -> json.skipChildren();
            }
        }
        if (from >= 0) {
            if (digest == null || length < 0 || !encoding.isEmpty() && encoded < 0) {
                throw Failure.damaged("document " + id + " has an attachment " + name + " without a digest or a length");
            }
            stubs.add(new Stub(new Attachment(id, name, digest, length, encoding, encoding.isEmpty() ? length : encoded), from, to, end));
        }
    }
}
