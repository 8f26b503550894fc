package io.camelback.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Party;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.StopSignal;
import io.camelback.stub.Answer;
import io.camelback.stub.Fault;
import io.camelback.stub.StubCouch;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CouchErrorsTest extends CouchTest {

    private final String changes = "GET " + server.url("shop") + "/_changes";

    private Failure failure(Fault fault) {
        server.always("_changes", fault);
        return failure();
    }

    private Failure failure() {
        Failure failure = catchThrowableOfType(Failure.class, () -> new Changes(couch, 10).after("0"));
        assertThat(failure.party()).isEqualTo(Party.SOURCE);
        assertThat(failure.getMessage()).doesNotContain("\n");
        return failure;
    }

    private int attempts() {
        return server.requests("_changes").size();
    }

    @Test
    void wrongPasswordIsToldFromAMissingOne() {
        Fault denied = Fault.status(401, "unauthorized", "Name or password is incorrect.");

        assertThat(failure(denied)).hasMessage(changes + " answered 401 (unauthorized: Name or password is incorrect.). "
                + "Give a user name and a password");
        couch = routes.connect(server.url("shop"), Optional.of(new Credentials.Basic("tom", "s3cret")), 1);
        assertThat(failure()).hasMessage(changes + " answered 401 (unauthorized: Name or password is incorrect.). "
                + "Check the user name, the password and what this user may do");
        assertThat(attempts()).isEqualTo(2);
        assertThat(server.requests("_changes").get(1).headers()).containsEntry("authorization", "Basic dG9tOnMzY3JldA==");
    }

    @Test
    void forbiddenIsDenied() {
        Failure failure = failure(Fault.status(403, "forbidden", "_reader access is required for this request"));

        assertThat(failure.reason()).isEqualTo(Reason.DENIED);
        assertThat(attempts()).isEqualTo(1);
    }

    @Test
    void missingDatabaseIsMissing() {
        couch = routes.connect(server, "other");

        Failure failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.MISSING);
        assertThat(failure).hasMessage("GET " + server.url("other")
                + "/_changes answered 404 (not_found: Database does not exist.). Check the name of the database");
        assertThat(attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 503})
    void overloadIsTriedAgainAndThenUnreachable(int status) {
        Failure failure = failure(Fault.status(status, "busy", "too much to do"));

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure).hasMessage(changes + " answered " + status + " (busy: too much to do). "
                + "The server is overloaded; try again later");
        assertThat(attempts()).isEqualTo(CouchRoutes.ATTEMPTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void errorOfTheServerIsTriedAgain(int status) {
        server.next("_changes", Fault.status(status, "internal", "x"));

        assertThat(new Changes(couch, 10).after("0").rows()).isZero();
        assertThat(failure(Fault.status(status, "badmatch", "x"))).hasMessage(changes + " answered " + status + " (badmatch: x)");
        assertThat(attempts()).isEqualTo(2 + CouchRoutes.ATTEMPTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 405, 409, 410, 418})
    void otherStatusesAreNotTriedAgain(int status) {
        assertThat(failure(Fault.status(status, "odd", "x"))).hasMessage(changes + " answered " + status + " (odd: x)");
        assertThat(attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|''", "<html>busy</html>|''", "[]|''", "{\"error\":\"e\"}|' (e)'", "{\"reason\":\"r\"}|' (r)'",
        "{\"error\":null,\"reason\":[1]}|''", "{\"error\":\"e\",\"reason\":\"one\\ntwo\\r\\n three\"}|' (e: one two three)'", "{\"err|''"})
    void whatTheServerSaysIsToldInOneLineIfItSaysAnything(String body, String told) {
        assertThat(failure((request, normal) -> Answer.of(418, body))).hasMessage(changes + " answered 418" + told);
    }

    @Test
    void longReasonsAreCut() {
        assertThat(failure(Fault.status(418, "badmatch", "{gen_server,call}".repeat(1_000))).getMessage()).hasSizeLessThan(700)
                .endsWith("…)");
    }

    @Test
    void pauseThatTheServerAsksForIsWaitedOut() {
        server.next("_changes", Fault.status(429, "too_many_requests", "x", "Retry-After: 0.001"));

        assertThat(new Changes(couch, 10).after("0").rows()).isZero();
        assertThat(attempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, 21 Oct 2015 07:28:00 GMT", "-5", "NaN", "soon", ""})
    void otherPausesAreIgnored(String pause) {
        server.next("_changes", Fault.status(429, "too_many_requests", "x", "Retry-After: " + pause));

        assertThat(new Changes(couch, 10).after("0").rows()).isZero();
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    void nobodyAnsweringIsUnreachable() {
        StubCouch gone = new StubCouch();
        gone.close();
        couch = routes.connect(gone.url("shop").replace("http://", "http://tom:s3cret@"), Optional.of(new Credentials.Basic("tom", "s3cret")), 1);

        Failure failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure.getMessage()).startsWith("GET " + gone.url("shop") + "/_changes got no answer: ").doesNotContain("s3cret");
    }

    @Test
    void lackOfMemoryIsTold() {
        CouchConnection connection = new CouchConnection("x", couch.url(), Authorization.NONE, new Limiter(1), new Throttle(Limits.NONE, new StopSignal()));
        CouchRequest<Integer> request = CouchRequest.get("/_changes", Map.of(), CouchRequest.Answer::status);

        Failure failure = CouchErrors.unanswered(connection, request, new IllegalStateException(new OutOfMemoryError("Java heap space")));

        assertThat(failure.party()).isEqualTo(Party.CAMELBACK);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessage("there is not enough memory for what " + changes + " answers. "
                + "Give the process more: JAVA_OPTS=-Xmx…; or lower the task's parallel");
    }

    @Test
    void credentialsShowNothingWhenPrinted() {
        assertThat(new Credentials.Basic("tom", "s3cret").toString()).doesNotContain("tom", "s3cret");
        assertThat(new Credentials.Basic("jos\u00e9", "p\u00e4:ss").header()).isEqualTo("Basic am9zw6k6cMOkOnNz");
    }
}
