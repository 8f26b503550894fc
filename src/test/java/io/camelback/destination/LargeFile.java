package io.camelback.destination;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** The main class of {@link LargeFileTest}: puts and gets a file of 200 MB, and ends with 0 if it came back the same. */
final class LargeFile {

    private static final int MEGABYTES = 200;

    private LargeFile() {
    }

    /** @param args a directory for files, the type of the destination, and its parameters: name, value, name, value … */
    public static void main(String[] args) throws Exception {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 2; i < args.length; i += 2) {
            parameters.put(args[i], args[i + 1]);
        }
        Path file = Path.of(args[0], "large");
        Path target = Path.of(args[0], "target");
        try (Routes routes = Routes.start()) {
            Destination destination = routes.add("large", args[1], parameters);
            String written = write(file);
            destination.put("folder/large", file);
            destination.get("folder/large", target);
            if (!read(target).equals(written)) {
                throw new IllegalStateException("what was got is not what was put");
            }
        }
    }

    private static String write(Path file) throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] megabyte = new byte[1024 * 1024];
        Random random = new Random(200);
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), md5)) {
            for (int i = 0; i < MEGABYTES; i++) {
                random.nextBytes(megabyte);
                out.write(megabyte);
            }
        }
        return HexFormat.of().formatHex(md5.digest());
    }

    private static String read(Path file) throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), md5)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(md5.digest());
    }
}
