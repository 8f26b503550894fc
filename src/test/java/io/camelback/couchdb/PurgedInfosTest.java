package io.camelback.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import io.camelback.stub.Answer;
import io.camelback.stub.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurgedInfosTest extends CouchTest {

    private PurgedInfos answered(String body) {
        server.next("_purged_infos", (request, normal) -> Answer.of(200, body));
        return PurgedInfos.of(couch).orElseThrow();
    }

    @Test
    void idsAreDecoded() {
        PurgedInfos infos = answered("{\"purged_infos\":[{\"id\":\"\\u00e9/x\",\"revs\":[\"1-a\",\"2-b\"]},{\"revs\":[],\"id\":\"b\"}]}\n");

        assertThat(infos.ids()).extracting(Bytes::text).containsExactly("é/x", "b");
        assertThat(answered("{\"purged_infos\":[]}").ids()).isEmpty();
    }

    @Test
    void answersAreTheSameIfTheyNameTheSameRevisions() {
        String one = answered("{\"purged_infos\":[{\"id\":\"a\",\"revs\":[\"1-a\"]}]}").sha256();

        assertThat(answered("{\"purged_infos\": [ {\"id\":\"a\", \"revs\":[\"1-a\"]}] }").sha256()).isEqualTo(one);
        assertThat(answered("{\"purged_infos\":[{\"id\":\"a\",\"revs\":[\"1-a\",\"1-b\"]}]}").sha256()).isNotEqualTo(one);
        assertThat(answered("{\"purged_infos\":[{\"id\":\"b\",\"revs\":[\"1-a\"]}]}").sha256()).isNotEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 501})
    void serversNeedNotTell(int status) {
        server.next("_purged_infos", Fault.status(status, "no", "x"));

        assertThat(PurgedInfos.of(couch)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"purged_infos\":{}}", "{\"purged_infos\":[{\"revs\":[]}]}", "{\"purged_infos\":[{\"id\":1}]}",
        "{\"purged_infos\":[{\"id\":\"a\",\"revs\":[\"1-a\"", "{\"purged_infos\":[]", "{\"purged_infos\":[1]}"})
    void onlyCompleteAnswersCount(String answer) {
        server.always("_purged_infos", (request, normal) -> Answer.of(200, answer));

        assertThatThrownBy(() -> PurgedInfos.of(couch)).isInstanceOf(Failure.class)
                .hasMessageStartingWith("GET " + server.url("shop") + "/_purged_infos: the answer ended early or is not JSON: ");
    }
}
