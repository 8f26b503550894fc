package io.camelback.destination;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.ObjectHelper;

/**
 * The bean {@code destinationAnswer}: takes what a destination's route answered while its connection is open, and checks it. It
 * belongs to the same step as the route, so that an answer which breaks off is asked for again.
 */
final class DestinationAnswer {

    private static final int BUFFER = 128 * 1024;

    private final Predicate<String> encrypted;

    /** @param encrypted whether a destination of that name keeps everything encrypted */
    DestinationAnswer(Predicate<String> encrypted) {
        this.encrypted = encrypted;
    }

    /** Keeps in mind what is asked; and nothing plain gets by here to where all is to be encrypted, whoever sends it. */
    public void ask(Exchange exchange) throws IOException {
        Operation.remember(exchange);
        Operation asked = Operation.of(exchange);
        if (asked.name().equals(Headers.PUT) && encrypted.test(asked.destination())
                && !NotEncrypted.isEncrypted(exchange.getMessage().getBody(File.class))) {
            throw Failure.usage(asked.object() + " is not stored: it came past the encryption of its destination")
                    .remedy("Let the route store send files as the store.camel.yaml of this version does");
        }
    }

    /**
     * Body in: what the route answered. Body out, by operation: {@code put}, {@code delete} nothing; {@code list} a list of
     * {@link StoredObject}; {@code get} the bytes of the range, or nothing when the content went to the target file.
     */
    public void take(Exchange exchange) throws IOException {
        Operation asked = Operation.of(exchange);
        Message message = exchange.getMessage();
        message.setBody(switch (asked.name()) {
            case Headers.LIST -> list(asked, message.getBody());
            case Headers.GET -> content(asked, message);
            default -> null;
        });
    }

    private static Object content(Operation asked, Message message) throws IOException {
        try (InputStream content = stream(asked, message)) {
            if (content == null) {
                throw Failure.destination(Reason.MISSING, asked.object() + " doesn't exist");
            }
            if (asked.target() == null) {
                return range(asked, content);
            }
            save(asked.target().decoding().decode(content), asked.target().file());
            return null;
        }
    }

    /** The content as a stream; null when there is none, which is how a route says that there is no such object. */
    private static InputStream stream(Operation asked, Message message) {
        Object body = message.getBody();
        if (body == null || body instanceof List<?> list && list.isEmpty()) {
            return null;
        }
        InputStream content = message.getBody(InputStream.class);
        if (content == null) {
            throw Failure.destination(Reason.FAILED, "destination " + asked.destination() + ": the route answers get with a "
                    + body.getClass().getName() + ", which is no content").remedy("Let it end with bytes, a stream or a file");
        }
        return content;
    }

    private static byte[] range(Operation asked, InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(asked.length());
        if (bytes.length < asked.length() && !asked.upTo()) {
            throw Failure.damaged(asked.object() + " ends before byte " + (asked.offset() + asked.length())
                    + ", up to which it was to be read");
        }
        if (content.read() >= 0) {
            throw Failure.destination(Reason.FAILED, asked.object() + ": the route answers with more than the " + asked.length()
                    + " bytes asked for").remedy("Let it heed " + Headers.OFFSET + " and " + Headers.LENGTH);
        }
        return bytes;
    }

    private static void save(InputStream content, Path target) throws IOException {
        Path part = target.resolveSibling(Keys.PART + target.getFileName());
        try {
            copy(content, part);
            local(target, () -> Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE));
        } finally {
            local(part, () -> Files.deleteIfExists(part));
        }
    }

    /** Reading and writing fail for different reasons, and only the one is the destination's. */
    private static void copy(InputStream content, Path part) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = open(part)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                int count = read;
                local(part, () -> out.write(buffer, 0, count));
            }
        }
    }

    private static OutputStream open(Path part) {
        OutputStream[] out = new OutputStream[1];
        local(part, () -> out[0] = Files.newOutputStream(part));
        return out[0];
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void local(Path file, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the file " + file + " can't be written: " + ErrorText.of(e)).cause(e);
        }
    }

    private static List<StoredObject> list(Operation asked, Object body) {
        List<StoredObject> objects = new ArrayList<>();
        Iterator<?> rows = ObjectHelper.createIterator(body, null);
        while (rows.hasNext()) {
            StoredObject object = object(asked, rows.next());
            if (object.key().startsWith(asked.key()) && (asked.uploads() || !Keys.isPart(object.key()))) {
                objects.add(object);
            }
        }
        objects.sort(Comparator.comparing(StoredObject::key, Keys.BY_BYTES));
        return objects;
    }

    private static StoredObject object(Operation asked, Object row) {
        if (row instanceof StoredObject object) {
            return object;
        }
        if (row instanceof Map<?, ?> map && field(map, "key") instanceof String key && field(map, "size") instanceof Number size) {
            return new StoredObject(key, size.longValue());
        }
        throw Failure.destination(Reason.FAILED, "destination " + asked.destination()
                + ": the route answers list with an element that has no key and size")
                .remedy("Let it answer with maps of a text 'key' and a number 'size'");
    }

    private static Object field(Map<?, ?> map, String name) {
        return map.entrySet().stream().filter(it -> name.equals(String.valueOf(it.getKey()).toLowerCase(Locale.ROOT)))
                .findFirst().map(Map.Entry::getValue).orElse(null);
    }
}
