package io.camelback.archive;

import io.camelback.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Document ids as bytes: the UTF-8 of the decoded {@code _id}. Everything in an archive is ordered by these, never by
 * {@link String#compareTo}, which sorts UTF-16 units and so puts an emoji before U+FF21.
 */
public final class DocumentIds {

    /** The order of ids in a segment: unsigned bytes, a prefix first. The same as by Unicode code points. */
    public static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

    private DocumentIds() {
    }

    /** @throws Failure damaged if the id holds half of a surrogate pair, for which there is no UTF-8 */
    public static byte[] utf8(String id) {
        byte[] lenient = id.getBytes(StandardCharsets.UTF_8);
        if (EightBytes.indexOf(lenient, '?', 0) == lenient.length) {
            return lenient;    // half of a pair would have become a question mark
        }
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(id));
            return Arrays.copyOfRange(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit());
        } catch (CharacterCodingException e) {
            throw Failure.damaged("A document id holds half of a surrogate pair and is no Unicode text").cause(e);
        }
    }

    /** @throws Failure damaged if the bytes are no UTF-8 */
    public static String text(byte[] id) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(id)).toString();
        } catch (CharacterCodingException e) {
            throw Failure.damaged("A document id is no UTF-8 text").cause(e);
        }
    }
}
