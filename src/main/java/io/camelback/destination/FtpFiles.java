package io.camelback.destination;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.support.builder.ExpressionBuilder;

/**
 * What the template {@code destination-ftp} needs beside camel-ftp, which only writes: it lists, reads, renames and deletes, each
 * over a connection of its own. A bean of that template, hence the setters.
 */
public final class FtpFiles {

    private static final Pattern REFUSED = Pattern.compile("denied|permission|permitted", Pattern.CASE_INSENSITIVE);

    private String directory = "";

    /** @param directory where keys begin: absolute, or from where one is after the login; empty for just there */
    public void setDirectory(String directory) {
        String folder = directory.replaceAll("/+$", "");
        this.directory = directory.isEmpty() ? "" : folder + "/";
    }

    /** The file to upload into: a constant, since Camel would look for expressions in a text. */
    public Expression part(Exchange exchange) {
        return ExpressionBuilder.constantExpression(directory + Keys.part(key(exchange), Uploader.of(exchange)));
    }

    /**
     * Makes the uploaded file the object, once it is sure to be there in full. Most servers replace the old object in one go; for
     * those that refuse to, it is put aside first, and there is none for a moment.
     */
    public void publish(Exchange exchange) throws IOException {
        String part = directory + Keys.part(key(exchange), Uploader.of(exchange));
        long size = exchange.getMessage().getBody(File.class).length();
        try (FtpConnection connection = FtpConnection.of(exchange)) {
            long arrived = connection.size(part).orElse(0);
            if (arrived != size) {
                throw new EOFException("of " + size + " bytes " + arrived + " arrived");
            }
            connection.replace(part, directory + key(exchange), directory + Keys.aside(key(exchange)));
        }
    }

    /** The object as a stream, from an offset on when there is one; closing it ends the connection. */
    public InputStream get(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Long offset = message.getHeader(Headers.OFFSET, Long.class);
        FtpConnection connection = FtpConnection.of(exchange);
        try {
            InputStream content = connection.open(directory + key(exchange), offset == null ? 0 : offset);
            return offset == null ? content : new LimitedStream(content, message.getHeader(Headers.LENGTH, Integer.class));
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    public List<StoredObject> list(Exchange exchange) throws IOException {
        try (FtpConnection connection = FtpConnection.of(exchange)) {
            return connection.walk(directory + key(exchange)).stream()
                    .map(it -> new StoredObject(it.key().substring(directory.length()), it.size())).toList();
        }
    }

    /** Folders that are empty then go too, also when it was an attempt before this one that removed the file, and got no answer. */
    public void delete(Exchange exchange) throws IOException {
        String key = key(exchange);
        try (FtpConnection connection = FtpConnection.of(exchange)) {
            connection.delete(directory + key);
            for (String folder = Keys.folder(key); !folder.isEmpty() && connection.removeEmpty(directory + folder);) {
                folder = Keys.folder(folder.substring(0, folder.length() - 1));
            }
        }
    }

    private static String key(Exchange exchange) {
        return exchange.getMessage().getHeader(Headers.KEY, String.class);
    }

    /** By the codes of replies, and what they say where a code means several things; null when the server hadn't its say. */
    static Diagnosis diagnose(GenericFileOperationFailedException thrown) {
        String reply = thrown.getReason() == null ? "" : ErrorText.clean(thrown.getReason());
        return switch (thrown.getCode()) {
            case 331, 332, 430, 530, 532 -> Diagnosis.denied(reply);
            case 421, 425, 426 -> Diagnosis.unreachable(reply);
            case 450, 550, 553 -> REFUSED.matcher(reply).find() ? Diagnosis.denied(reply) : Diagnosis.failed(reply);
            default -> thrown.getCode() >= 400 && thrown.getCause() == null ? Diagnosis.failed(reply) : null;
        };
    }
}
