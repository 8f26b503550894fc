package io.camelback.archive;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Whether bytes are those of an attachment: by the digest that CouchDB keeps of what it stores. */
public final class AttachmentDigest {

    private static final String MD5 = "md5-";

    private final Attachment attachment;
    private final MessageDigest md5 = md5();

    /** @throws Failure if the digest is one that nobody here can compute */
    public AttachmentDigest(Attachment attachment) {
        this.attachment = attachment;
        if (!attachment.digest().startsWith(MD5)) {
            throw Failure.source(Reason.REFUSED, attachment + " has a digest " + attachment.digest() + ", which is not an MD5")
                    .remedy("Store the attachment anew at the source");
        }
    }

    /** The same stream; what passes through it is digested. */
    public InputStream watching(InputStream in) {
        return new DigestInputStream(in, md5);
    }

    /** Once, at the end. */
    public boolean isRight() {
        return (MD5 + Base64.getEncoder().encodeToString(md5.digest())).equals(attachment.digest());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
