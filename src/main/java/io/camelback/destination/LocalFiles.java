package io.camelback.destination;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The bean {@code localFiles}: what a producer of camel-file can't do. */
public final class LocalFiles {

    /** A stream of the file from an offset on, or of all of it. */
    public InputStream get(String directory, String key, Long offset) throws IOException {
        FileChannel channel = FileChannel.open(file(Path.of(directory), key), StandardOpenOption.READ);
        channel.position(offset == null ? 0 : offset);
        return Channels.newInputStream(channel);
    }

    public List<StoredObject> list(String directory, String prefix) throws IOException {
        int slash = prefix.lastIndexOf('/');
        Path start = slash < 0 ? Path.of(directory) : file(Path.of(directory), prefix.substring(0, slash));
        List<StoredObject> objects = new ArrayList<>();
        if (Files.isDirectory(start)) {
            try (Stream<Path> files = Files.walk(start)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    add(objects, Path.of(directory), file);
                }
            }
        }
        return objects;
    }

    private static void add(List<StoredObject> objects, Path directory, Path file) throws IOException {
        try {
            String key = directory.relativize(file).toString().replace(File.separatorChar, '/');
            objects.add(new StoredObject(key, Files.size(file)));
        } catch (NoSuchFileException e) {
            // renamed or removed since it was listed: it isn't there
        }
    }

    public void delete(String directory, String key) throws IOException {
        Files.deleteIfExists(file(Path.of(directory), key));
    }

    /** A key never leads out of the directory. */
    private static Path file(Path directory, String key) {
        Path file = directory.resolve(key).normalize();
        if (!file.startsWith(directory.normalize())) {
            throw new IllegalArgumentException("the key " + key + " leads out of " + directory);
        }
        return file;
    }
}
