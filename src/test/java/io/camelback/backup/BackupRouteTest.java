package io.camelback.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.job.KeepWhole;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order in which {@code routes/backup.camel.yaml} tells the beans to do things, whatever these do. */
class BackupRouteTest extends CamelTestSupport {

    private final FakeRuns runs = new FakeRuns();
    private final List<String> steps = runs.steps;

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                runs.bind(getContext().getRegistry());
                getContext().getRegistry().bind("keepWhole", new KeepWhole());
                getContext().getRegistry().bind("sideBySide", getContext().getExecutorServiceManager().newCachedThreadPool(this, "sideBySide"));
                from("direct:survey").errorHandler(noErrorHandler()).process(it -> runs.step("survey"));
                from("direct:store").errorHandler(noErrorHandler()).process(it -> runs.step("store " + it.getMessage().getBody(String.class)));
                Resource routes = PluginHelper.getResourceLoader(getContext()).resolveResource("file:routes/backup.camel.yaml");
                PluginHelper.getRoutesLoader(getContext()).loadRoutes(routes);
            }
        };
    }

    @BeforeEach
    void forget() {
        steps.clear();
    }

    private Object run() {
        return template.requestBody("direct:backup", "request");
    }

    @Test
    void theManifestIsStoredWhenEveryBatchIsAndTheNoteOfTheRunLast() {
        runs.chunks = 2;
        assertThat(run()).isEqualTo("result");
        assertThat(steps).startsWith("open", "survey", "surveyed", "catch up", "begin", "list")
                .containsSubsequence("list", "store batch", "chunk ended", "list", "store batch", "chunk ended", "present", "read back", "manifest", "store manifest",
                        "committed", "forgotten", "manifest read back", "last run", "store note", "noted", "result", "closed")
                .endsWith("closed");
    }

    @Test
    void aChunkThatIsNotTheLastIsNotedWhenItsBatchesAreStored() {
        runs.chunks = 2;
        run();
        assertThat(steps).containsSubsequence("store batch", "chunk ended", "store list part", "file stored", "store unfinished", "file stored", "list",
                "store batch", "chunk ended", "present", "store manifest");
        assertThat(steps).containsOnlyOnce("store unfinished");
    }

    @Test
    @Timeout(60)
    void aFullBatchIsStoredWhileTheNextPageIsRead() {
        runs.during = Map.of("store batch", "fetch last");
        run();
        assertThat(steps).containsSubsequence("fetch full", "fetch last", "store batch", "all stored", "chunk ended");
        assertThat(steps.stream().filter("store batch"::equals)).hasSize(2);
    }

    @Test
    @Timeout(60)
    void whatComesAfterAChunkIsListedWhileItIsRead() {
        runs.during = Map.of("list ahead", "fetch full", "fetch last", "list ahead");
        run();
        assertThat(steps).containsSubsequence("list", "fetch full", "list ahead", "fetch last", "chunk ended");
    }

    @Test
    void aRangeThatFailsLetsGoOfWhatItHolds() {
        runs.failing = "fetch last";
        assertThatThrownBy(this::run).isInstanceOf(CamelExecutionException.class);
        assertThat(steps).containsSubsequence("fetch last", "range ended", "closed").doesNotContain("present");
    }

    @Test
    void attachmentsAreStoredBeforeTheBatchAndTheirListBeforeTheManifest() {
        runs.large = List.of("new", "known");
        run();
        assertThat(steps).containsSubsequence("fetch full", "read new", "store new", "stored new", "read known", "store batch", "all stored",
                "settings", "store local documents", "file stored",
                "store list", "file stored", "present", "manifest");
        assertThat(steps).doesNotContain("store known");
    }

    @Test
    void aFullBackupCommitsWhenNoOtherRunIsUnderWayAndAfterALookAtWhatTheseLeft() {
        runs.full = true;
        run();
        assertThat(steps).containsSubsequence("chunk ended", "alone", "survey", "surveyed again", "present", "manifest", "committed");
    }

    @Test
    void aRunWithoutChangesStoresItsNoteOnly() {
        runs.chunks = 0;
        runs.unchanged = true;
        run();
        assertThat(steps.stream().filter(it -> it.startsWith("store"))).containsExactly("store note");
        assertThat(steps).doesNotContain("committed").endsWith("closed");
    }

    @Test
    void whateverFailsNothingIsCommittedAndAllIsLetGo() {
        runs.large = List.of("new");
        for (String step : List.of("read new", "store new", "stored new", "settings", "store local documents", "store list", "file stored", "survey",
                "surveyed", "begin", "list", "list ahead", "fetch full", "fetch last", "store batch", "batch stored", "all stored", "present", "manifest",
                "store manifest")) {
            steps.clear();
            runs.chunks = 1;
            runs.failing = step;
            assertThatThrownBy(this::run).isInstanceOf(CamelExecutionException.class).hasRootCauseMessage(step);
            assertThat(steps).doesNotContain("committed", "last run").endsWith("closed");
        }
    }

    @Test
    void nothingIsLetGoThatWasNeverHeld() {
        runs.failing = "open";
        assertThatThrownBy(this::run).isInstanceOf(CamelExecutionException.class);
        assertThat(steps).containsExactly("open");
    }
}
