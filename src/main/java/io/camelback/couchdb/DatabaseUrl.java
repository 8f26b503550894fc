package io.camelback.couchdb;

import io.camelback.failure.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a database is: {@code https://host:6984/prefix/name}, its name percent-encoded as CouchDB wants it
 * ({@code a/b} is {@code a%2Fb}). Credentials never stay in it, so it may be printed.
 *
 * @param server the URL up to the database's name, without a slash at the end
 * @param path the database's name as it stands in URLs; empty for the server itself
 */
public record DatabaseUrl(String server, String path) {

    /** What a user writes: a URL that may hold credentials. */
    public record WithCredentials(DatabaseUrl url, Optional<Credentials> credentials) {
    }

    /**
     * @param text an http or https URL of a database, with or without {@code user:password@}
     * @throws Failure (usage) when it is not one; the message never repeats the credentials
     */
    public static WithCredentials parse(String text) {
        URI uri = uri(text);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        int slash = path.lastIndexOf('/');
        if (slash < 0 || slash == path.length() - 1 || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw Failure.usage("the URL " + host(uri) + path + " names no database")
                    .remedy("Write http://host:5984/name; for the databases of a whole server, name them with the task's option databases");
        }
        String server = host(uri) + path.substring(0, slash).replaceAll("/+$", "");
        return new WithCredentials(new DatabaseUrl(server, path.substring(slash + 1)), credentials(uri.getRawUserInfo()));
    }

    /**
     * @param text an http or https URL of a server, with or without {@code user:password@}. A path in it, of a proxy, ends with a slash: else it
     *     would look like a database
     * @throws Failure (usage) when it is not one
     */
    public static WithCredentials parseServer(String text) {
        URI uri = uri(text);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (!path.isEmpty() && !path.endsWith("/")) {
            throw Failure.usage("the URL " + host(uri) + path + " names a database, and a whole server is meant")
                    .remedy("Write http://host:5984; a path that is the server's own ends with a slash: https://host/couchdb/");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw Failure.usage("the URL " + host(uri) + path + " goes on after the server").remedy("Write http://host:5984");
        }
        return new WithCredentials(new DatabaseUrl(host(uri) + path.replaceAll("/+$", ""), ""), credentials(uri.getRawUserInfo()));
    }

    /** A database of this server. */
    public DatabaseUrl database(String name) {
        return new DatabaseUrl(server, encode(name));
    }

    private static URI uri(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw Failure.usage("the database URL is not a URL: " + e.getReason())
                    .remedy("Write http://host:5984/name; percent-encode odd characters in user name and password");
        }
        if (text.indexOf('@') != text.lastIndexOf('@') || text.indexOf('@') >= 0 && uri.getRawUserInfo() == null) {
            throw Failure.usage("the database URL has an @ that does not end user name and password")
                    .remedy("Write http://user:password@host:5984/name; percent-encode odd characters in user name and password");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
            throw Failure.usage("the database URL must begin with http:// or https:// and name a host")
                    .remedy("Write http://host:5984/name");
        }
        return uri;
    }

    private static String host(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private static Optional<Credentials> credentials(String userInfo) {
        if (userInfo == null) {
            return Optional.empty();
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return Optional.of(new Credentials.Basic(decode(user), decode(password)));
    }

    /** The database's plain name. */
    public String name() {
        return decode(path);
    }

    /** A text as one segment of a path: every character that means something there is percent-encoded. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The opposite. What isn't encoded stays as it is. */
    public static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? server : server + "/" + path;
    }
}
