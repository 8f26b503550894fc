package io.camelback.destination;

import io.camelback.job.Host;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * Keeps uploads apart that two machines make under one key at once: both may bring a destination up to date, and into one file they would
 * write over each other. A machine has the same name again after a restart, so that it writes over what it left when it died.
 */
public final class Uploader {

    private static final String OPTION = "camelback.uploader";
    private static final int DIGITS = 8;

    private Uploader() {
    }

    /** @param staging the staging directory of the configuration: those who share it don't work at one task at once */
    public static void bind(CamelContext context, Path staging) {
        byte[] who = (Host.name() + "\n" + staging.toAbsolutePath()).getBytes(StandardCharsets.UTF_8);
        context.getGlobalOptions().put(OPTION, UUID.nameUUIDFromBytes(who).toString().substring(0, DIGITS) + "-");
    }

    /** What the name of an upload begins with; empty when nobody has said who uploads. */
    static String of(Exchange exchange) {
        return Objects.requireNonNullElse(exchange.getContext().getGlobalOption(OPTION), "");
    }
}
