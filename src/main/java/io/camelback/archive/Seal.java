package io.camelback.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The last field of a manifest: the SHA-256 of all that comes before it. Everything else of an archive has its checksum in the manifest; this is
 * the manifest's own.
 */
final class Seal {

    static final String FIELD = "seal";

    private static final byte[] BEFORE = ",\n  ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n}".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern FORM = Pattern.compile("\"seal\" : \"[0-9a-f]{64}\"\n}\n");

    private Seal() {
    }

    /** @param json an object, pretty-printed, with fields */
    static byte[] on(byte[] json) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(json.length + 100);
        text.write(json, 0, json.length - END.length);
        text.writeBytes(BEFORE);
        byte[] seal = ("\"" + FIELD + "\" : \"" + ManifestJson.sha256(text.toByteArray()) + "\"").getBytes(StandardCharsets.US_ASCII);
        text.writeBytes(seal);
        text.writeBytes(END);
        text.write('\n');
        return text.toByteArray();
    }

    /**
     * @param bytes the whole manifest
     * @param seal the field's value; null if there is none, as in manifests of before there were seals
     * @param where how failures name the manifest
     */
    static void check(byte[] bytes, String seal, String where) {
        if (seal != null) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int at = text.lastIndexOf("\"" + FIELD + "\"");
            if (at < 0 || !FORM.matcher(text.substring(at)).matches() || !ManifestJson.sha256(Arrays.copyOf(bytes, at)).equals(seal)) {
                throw Damage.at(where, "its seal is not that of its text");
            }
        }
    }
}
