package io.camelback.destination;

import io.camelback.failure.Failure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the template {@code destination-local} needs beside camel-file, which only writes, and leaves what it has written to the
 * system's cache. A bean of that template, hence the setters.
 */
public final class LocalFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LocalFiles.class);

    private Path directory;

    /** @param directory absolute */
    public void setDirectory(String directory) {
        this.directory = Path.of(directory);
        if (!this.directory.isAbsolute()) {
            throw Failure.usage("the directory '" + directory + "' of a destination isn't absolute");
        }
    }

    /**
     * The file to upload into: a path from the root directory on, as the endpoint {@code file:/} wants it. A constant, since Camel
     * would look for expressions in a text.
     */
    public Expression part(Exchange exchange) {
        return ExpressionBuilder.constantExpression(directory.resolve(Keys.part(key(exchange), Uploader.of(exchange))).toString().substring(1));
    }

    /**
     * Makes the uploaded file the object. First its bytes are forced onto the disk, then its name is changed, then the folders are
     * forced: whenever the power fails, there is the old object or the new one, and what was once stored stays.
     */
    public void publish(Exchange exchange) throws IOException {
        Path part = directory.resolve(Keys.part(key(exchange), Uploader.of(exchange)));
        Path object = directory.resolve(key(exchange));
        force(part);
        Files.move(part, object, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (Path folder = object.getParent(); folder.startsWith(directory); folder = folder.getParent()) {
            forceFolder(folder);
        }
    }

    /** The whole object as a file, a range of it as a stream. */
    public Object get(Exchange exchange) throws IOException {
        Path object = directory.resolve(key(exchange));
        if (!Files.isRegularFile(object)) {
            throw new NoSuchFileException(object.toString());
        }
        Message message = exchange.getMessage();
        Long offset = message.getHeader(Headers.OFFSET, Long.class);
        return offset == null ? object.toFile() : range(object, offset, message.getHeader(Headers.LENGTH, Integer.class));
    }

    public List<StoredObject> list(Exchange exchange) throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        Path start = directory.resolve(Keys.folder(key(exchange)));
        if (Files.isDirectory(directory)) {
            Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        String key = directory.relativize(file).toString().replace(File.separatorChar, '/');
                        objects.add(new StoredObject(key, attributes.size()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } else if (Files.exists(directory)) {
            throw new FileSystemException(directory.toString(), null, "not a folder");
        }
        return objects;
    }

    /** Folders that are empty then go too. */
    public void delete(Exchange exchange) throws IOException {
        Path object = directory.resolve(key(exchange));
        Files.deleteIfExists(object);
        try {
            for (Path folder = object.getParent(); !folder.equals(directory); folder = folder.getParent()) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException e) {
            // the rest of the way up isn't empty either
        }
    }

    private static InputStream range(Path object, long offset, int length) throws IOException {
        FileChannel channel = FileChannel.open(object, StandardOpenOption.READ);
        channel.position(offset);
        return new LimitedStream(Channels.newInputStream(channel), length);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Not every file system can. */
    private static void forceFolder(Path folder) {
        try {
            force(folder);
        } catch (IOException e) {
            LOG.debug("The folder {} can't be forced onto the disk", folder, e);
        }
    }

    private static String key(Exchange exchange) {
        return exchange.getMessage().getHeader(Headers.KEY, String.class);
    }
}
