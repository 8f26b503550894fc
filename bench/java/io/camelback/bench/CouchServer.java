package io.camelback.bench;

import io.camelback.encryption.NativeCrypto;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The server that is measured: {@code COUCH_URL} of the environment, with user and password in it, as couchbackup has it.
 *
 * @param url without these
 * @param authorization the header made of them; null without any
 */
record CouchServer(String url, String authorization) {

    static CouchServer ofEnvironment() {
        String given = System.getenv("COUCH_URL");
        URI uri = URI.create(given.endsWith("/") ? given : given + "/");
        if (uri.getScheme().equals("https")) {
            NativeCrypto.load().join();    // Camelback has it too: nobody has to be as slow as Java's own is with these flags
        }
        String user = uri.getRawUserInfo();
        if (user == null) {
            return new CouchServer(uri.toString(), null);
        }
        byte[] pair = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        return new CouchServer(uri.toString().replace(user + "@", ""), "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** How many requests will be made at a time: so many connections are kept open. Before the first request. */
    static void expect(int requestsAtATime) {
        System.setProperty("http.maxConnections", String.valueOf(requestsAtATime));
    }

    /**
     * Makes a request and returns its answer, which has to be read to its end for the connection to be used again.
     *
     * @param path below the server, without a slash before it
     * @param body JSON, or null
     * @throws IOException also when the answer is an error
     */
    InputStream open(String method, String path, byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setRequestProperty("Accept", "application/json");
        if (authorization != null) {
            connection.setRequestProperty("Authorization", authorization);
        }
        if (body != null) {
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        if (connection.getResponseCode() >= 300) {
            throw new IOException(method + " " + url + path + " answered " + connection.getResponseCode());
        }
        return connection.getInputStream();
    }

    byte[] send(String method, String path, byte[] body) throws IOException {
        try (InputStream answer = open(method, path, body)) {
            return answer.readAllBytes();
        }
    }
}
