package io.camelback.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;

/**
 * The database that was backed up.
 *
 * @param url of the database, without credentials
 * @param name of the database
 * @param instanceStartTime as the server told it, or null if it did not
 * @param purgeSeq as the server told it, or null if it did not
 * @param extra fields that this version does not know, kept as they were read
 */
public record Source(String url, String name, String instanceStartTime, String purgeSeq, Map<String, JsonNode> extra) {

    public Source {
        Objects.requireNonNull(name, "name");
        if (hasCredentials(url)) {
            throw new IllegalArgumentException("The URL of source " + name + " has credentials in it, which are never stored");
        }
        extra = Maps.inOrder(extra);
    }

    public Source(String url, String name, String instanceStartTime, String purgeSeq) {
        this(url, name, instanceStartTime, purgeSeq, Map.of());
    }

    private static boolean hasCredentials(String url) {
        int start = url.indexOf("://");
        if (start < 0) {
            return false;
        }
        int slash = url.indexOf('/', start + 3);
        return url.substring(start, slash < 0 ? url.length() : slash).contains("@");
    }
}
