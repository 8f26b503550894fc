package io.camelback.couchdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelback.couchdb.Credentials.IamKey;
import io.camelback.couchdb.IamTokens.Token;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The bean {@code iamMessages} of the routes {@code iam-token-…}: asks a service for a token, and reads its answer. No failure has a
 * cause that might repeat the key or the token.
 */
public final class IamMessages {

    private static final String KEY = "CamelbackIamKey";
    private static final int MOST_OF_AN_ANSWER = 256 * 1024;
    private static final int LONGEST_REASON = 500;

    /** Body in: an {@link IamKey}. Body out: the form to send, with camel-http's headers. */
    public void toHttp(Exchange exchange) {
        Message message = exchange.getMessage();
        IamKey key = message.getBody(IamKey.class);
        exchange.setProperty(KEY, key);
        message.removeHeaders("*", CouchMessages.ATTEMPTS);
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, "application/x-www-form-urlencoded");
        message.setHeader("Accept", "application/json");
        message.setBody(("grant_type=" + DatabaseUrl.encode("urn:ibm:params:oauth:grant-type:apikey") + "&apikey="
                + DatabaseUrl.encode(key.key())).getBytes(StandardCharsets.US_ASCII));
    }

    /** Body in: the answer as a stream. Body out: a {@link Token}. */
    public void fromHttp(Exchange exchange) throws IOException {
        IamKey key = key(exchange);
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        InputStream in = message.getBody(InputStream.class);
        JsonNode json = json(in == null ? new byte[0] : in.readNBytes(MOST_OF_AN_ANSWER));
        if (status != 200) {
            throw refusal(key, status, json);
        }
        String token = json.path("access_token").asText();
        long seconds = json.path("expires_in").asLong();
        if (!token.matches("[\\x21-\\x7e]+") || seconds <= 0) {
            throw Failure.source(Reason.FAILED, "POST " + key.tokenUrl() + " answered 200 without an access_token and its expires_in")
                    .remedy("Check iamTokenUrl");
        }
        message.removeHeaders("*", CouchMessages.ATTEMPTS);
        message.setBody(new Token(token, seconds));
    }

    /** Says in one line what camel-http threw. */
    public void fail(Exchange exchange) {
        Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String what = "POST " + key(exchange).tokenUrl();
        throw Failure.in(thrown).or(() -> Certificates.refused(what, thrown)).orElseGet(() -> thrown instanceof IOException io
                ? Failure.source(Reason.UNREACHABLE, what + " got no answer: " + CouchErrors.text(io))
                        .remedy("Check iamTokenUrl, and that the token service can be reached").cause(thrown)
                : Failure.source(Reason.FAILED, what + " got no answer: " + thrown).cause(thrown));
    }

    private static Failure refusal(IamKey key, int status, JsonNode json) {
        String reason = reason(json, key);
        String what = "POST " + key.tokenUrl() + " answered " + status + (reason.isEmpty() ? "" : " (" + reason + ")");
        return switch (status) {
            case 400, 401, 403 -> Failure.source(Reason.DENIED, what).remedy("Check the API key: the token service does not accept it");
            case 408, 429 -> Failure.source(Reason.UNREACHABLE, what).remedy("The token service is overloaded; try again later");
            default -> status >= 500 ? Failure.source(Reason.UNREACHABLE, what).remedy("The token service is disturbed; try again later")
                    : Failure.source(Reason.FAILED, what).remedy("Check iamTokenUrl");
        };
    }

    private static String reason(JsonNode json, IamKey key) {
        String code = json.path("errorCode").asText("");
        String text = json.path("errorMessage").asText("");
        String both = (code.isEmpty() || text.isEmpty() ? code + text : code + ": " + text).replace(key.key(), "…");
        return both.length() <= LONGEST_REASON ? both : both.substring(0, LONGEST_REASON) + "…";
    }

    /** Nothing when it is no JSON: what Jackson would say repeats a part of it. */
    private static JsonNode json(byte[] bytes) {
        try {
            return Json.MAPPER.readTree(bytes);
        } catch (IOException e) {
            return Json.MAPPER.missingNode();
        }
    }

    private static IamKey key(Exchange exchange) {
        return exchange.getProperty(KEY, IamKey.class);
    }
}
