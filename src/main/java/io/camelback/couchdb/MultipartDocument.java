package io.camelback.couchdb;

import io.camelback.archive.Attachment;
import io.camelback.archive.StubbedLeaf;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.hc.client5.http.entity.mime.ByteArrayBody;
import org.apache.hc.client5.http.entity.mime.ContentBody;
import org.apache.hc.client5.http.entity.mime.FileBody;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.client5.http.entity.mime.MultipartPartBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;

/**
 * A document with the bytes of its attachments behind it ({@code multipart/related}), as CouchDB takes it. The parts come in the order in
 * which the document names them, encoded as they were stored; they are read from their files while the body is sent.
 */
final class MultipartDocument {

    private MultipartDocument() {
    }

    /** @param files where the bytes of each of its attachments are */
    static HttpEntity of(StubbedLeaf leaf, Function<Attachment, Path> files) {
        MultipartEntityBuilder body = MultipartEntityBuilder.create().setMimeSubtype("related").setMode(HttpMultipartMode.STRICT);
        add(body, new ByteArrayBody(leaf.following(), ContentType.APPLICATION_JSON, null));
        leaf.stubs().forEach(it -> add(body, new FileBody(files.apply(it.attachment()).toFile(), ContentType.APPLICATION_OCTET_STREAM)));
        return body.build();
    }

    private static void add(MultipartEntityBuilder body, ContentBody part) {
        body.addPart(MultipartPartBuilder.create(part).build());
    }
}
