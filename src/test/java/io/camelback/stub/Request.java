package io.camelback.stub;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One request as it came.
 *
 * @param target path and query, as they stood in the first line
 * @param headers by their names in lower case
 */
public record Request(String method, String target, Map<String, String> headers, byte[] body) {

    private static final int MOST_KEPT = 64 * 1024;

    /** Without the query; still percent-encoded. */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The decoded value of a parameter, null if it isn't there. */
    public String query(String name) {
        int mark = target.indexOf('?');
        for (String pair : (mark < 0 ? "" : target.substring(mark + 1)).split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** The first name in the path, decoded: the database, or what belongs to the server itself. */
    public String database() {
        return URLDecoder.decode(path().split("/")[1].replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The path below the database, decoded: {@code _changes}, {@code _local/x}, a document's id; empty for the database itself. */
    public String below() {
        int slash = path().indexOf('/', 1);
        return slash < 0 ? "" : URLDecoder.decode(path().substring(slash + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The same with another value of a parameter that is there. */
    public Request query(String name, Object value) {
        return new Request(method, target.replaceAll("([?&]" + name + "=)[^&]*", "$1" + value), headers, body);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The same without a body that is too large to be remembered. */
    Request remembered() {
        return body.length <= MOST_KEPT ? this : new Request(method, target, headers, new byte[0]);
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
