package io.camelback.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The machine that this runs on. */
public final class Host {

    private Host() {
    }

    /** Its name, from where it costs no question to a name server; another machine may have the same. */
    public static String name() {
        return text(Path.of("/proc/sys/kernel/hostname")).or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
                .or(() -> Optional.ofNullable(System.getenv("COMPUTERNAME"))).orElse("unknown");
    }

    /**
     * Its boot and the namespace of its processes, in which the number of a process says something: containers may share a name, and even a
     * kernel. Empty where that can't be told.
     */
    public static String processes() {
        try {
            Path namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
            return text(Path.of("/proc/sys/kernel/random/boot_id")).map(it -> it + " " + namespace).orElse("");
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(it -> !it.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
