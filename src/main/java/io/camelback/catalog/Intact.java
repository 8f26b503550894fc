package io.camelback.catalog;

import io.camelback.archive.Sha256;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads stored objects back, a slice at a time, and nothing of them onto the disk. */
public final class Intact {

    private static final int SLICE = 8 * 1024 * 1024;

    private Intact() {
    }

    /** @throws Failure damaged if the object is not just these bytes; any other if it can't be read */
    public static void check(Destination destination, String key, long size, String sha256) {
        MessageDigest digest = Sha256.digest();
        for (long offset = 0; offset < size; offset += SLICE) {
            digest.update(destination.read(key, offset, (int) Math.min(SLICE, size - offset)));
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw Failure.damaged(destination.name() + ":" + key + " is damaged, just after it was stored: its SHA-256 is " + found + " instead of "
                    + sha256).remedy("Look at the disk or the service behind this destination");
        }
    }
}
