package io.camelback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepWholeTest {

    /** Parts are numbers; some of them fail. */
    public static final class Numbers extends Whole {

        private final List<Integer> parts;

        Numbers(Integer... parts) {
            this.parts = List.of(parts);
        }

        public List<Integer> getParts() {
            return parts;
        }
    }

    private final CamelContext camel = new DefaultCamelContext();
    private final Set<Integer> done = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:parallel").split(simple("${body.parts}")).parallelProcessing().aggregationStrategy(new KeepWhole())
                        .process(it -> work(it.getMessage().getBody(Integer.class))).end();
                from("direct:strange").split(body()).aggregationStrategy(new KeepWhole())
                        .process(it -> work(it.getMessage().getBody(Integer.class))).end();
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void work(int part) {
        if (part < 0) {
            throw Failure.source(Reason.FAILED, "part " + part);
        }
        done.add(part);
    }

    @Test
    void theWholeIsTheBodyAgain() throws Exception {
        Numbers whole = new Numbers(1, 2, 3);
        assertThat(camel.createProducerTemplate().requestBody("direct:parallel", whole)).isSameAs(whole);
        assertThat(done).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(whole.isFailed()).isFalse();
        whole.check();
    }

    @Test
    void aWholeWithoutPartsStaysTheBody() {
        Numbers whole = new Numbers();
        assertThat(camel.createProducerTemplate().requestBody("direct:parallel", whole)).isSameAs(whole);
    }

    @Test
    void aPartThatFailsIsNotedAndTheOthersEnd() {
        Numbers whole = new Numbers(-1, 2, 3, -1, 5);
        assertThat(camel.createProducerTemplate().requestBody("direct:parallel", whole)).isSameAs(whole);
        assertThat(done).containsExactlyInAnyOrder(2, 3, 5);
        assertThat(whole.isFailed()).isTrue();
        assertThatExceptionOfType(Failure.class).isThrownBy(whole::check).withMessage("part -1");
    }

    @Test
    void aFailureIsNeverLostIfTheWholeCannotNoteIt() {
        assertThatThrownBy(() -> camel.createProducerTemplate().requestBody("direct:strange", List.of(1, -2, 3)))
                .isInstanceOf(CamelExecutionException.class).hasRootCauseInstanceOf(Failure.class).hasRootCauseMessage("part -2");
    }

    @Test
    void theFirstFailureIsTheWholes() {
        Numbers whole = new Numbers();
        whole.failed(new IllegalArgumentException("first"));
        whole.failed(new IllegalArgumentException("second"));
        assertThatThrownBy(whole::check).hasMessage("first");
    }
}
