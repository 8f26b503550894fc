package io.camelback.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.archive.Entry;
import io.camelback.archive.Selection;
import io.camelback.catalog.Archives;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.CatalogBeans;
import io.camelback.catalog.InMemoryDestination;
import io.camelback.catalog.StoredArchive;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.config.Upkeep;
import io.camelback.config.Verification;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.CouchDbs;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.KeepWhole;
import io.camelback.job.Progress;
import io.camelback.job.Retries;
import io.camelback.job.StopSignal;
import io.camelback.stub.Answer;
import io.camelback.stub.Documents;
import io.camelback.stub.Fault;
import io.camelback.stub.Request;
import io.camelback.stub.StubCouch;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The routes and beans of a restore, from a destination in memory into a stub server: many pages at a time, and how it ends. */
@Timeout(120)
class RestoreRouteTest extends CamelTestSupport {

    private static final String NOTE = "_local/camelback-restore";
    private static final int PAGE = 500;
    private static final int PARALLEL = 4;

    @TempDir
    Path work;

    private final InMemoryDestination nas = new InMemoryDestination("nas");
    private final StubCouch server = new StubCouch();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger atTheEnd = new AtomicInteger(-1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final StopSignal stop = new StopSignal();
    private StoredArchive archive;
    private Selection only = Selection.ALL;
    private Set<String> before;

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                bind(getContext());
                for (String file : List.of("errors", "couchdb", "survey", "restore")) {
                    PluginHelper.getRoutesLoader(getContext()).loadRoutes(PluginHelper.getResourceLoader(getContext())
                            .resolveResource("file:routes/" + file + ".camel.yaml"));
                }
            }
        };
    }

    private void bind(CamelContext context) {
        context.getPropertiesComponent().addInitialProperty("camelback.retryDelay", "1");
        context.getRegistry().bind("keepWhole", new KeepWhole());
        context.getRegistry().bind("retries", new Retries());
        CouchDbs.bind(context);
        CatalogBeans.bind(context, name -> nas, work.resolve("staging"));
        TaskConfig task = new TaskConfig(Archives.TASK, DatabaseUrl.parse("http://127.0.0.1:1/orders").url(), Access.OPEN, Optional.empty(),
                ZoneOffset.UTC, List.of("nas"), 1, 0, PARALLEL, 1, 1024, true, false, false, Selection.ALL, Upkeep.DEFAULT, Verification.NONE);
        Config config = new Config(Map.of(), Map.of(Archives.TASK, task), work.resolve("staging"), 1 << 30, Duration.ofMinutes(15), Path.of("routes"), Clock.systemUTC(), false);
        RestoreBeans.bind(context, config, new CouchDbs(context, stop), name -> nas, it -> template.requestBody("direct:survey", it, Catalog.class),
                stop);
    }

    @BeforeEach
    void store() {
        List<Entry> documents = IntStream.range(0, 20 * PAGE).mapToObj(it -> Archives.document("d" + (100_000 + it), "x")).toList();
        archive = Archives.store(work, 1, "0", "1-a", List.of(documents), PAGE, nas);
        before = routes();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asManyPagesAreWrittenAtATimeAsTheTaskAllows() {
        server.next("_bulk_docs", PARALLEL, Fault.together(PARALLEL));
        RestoreResult result = restore();
        assertThat(result.documents()).isEqualTo(20L * PAGE);
        assertThat(server.written("new").ids()).hasSize(20 * PAGE);
        assertThat(routes()).isEqualTo(before);
    }

    /** A batch has 500 documents, and is fetched once however many of them are wanted. */
    @Test
    void ofABackupOnlyTheBatchesAreFetchedThatHaveWhatIsWanted() {
        only = Selection.of(List.of("d100001", "d100003", "d10049*", "d109999", "none*"));
        nas.gets.clear();
        RestoreResult result = restore();
        assertThat(server.written("new").ids()).hasSize(13).contains("d100001", "d100003", "d100490", "d100499", "d109999");
        assertThat(result.documents()).isEqualTo(13);
        assertThat(nas.gets).hasSize(2).doesNotHaveDuplicates();
    }

    /** Each batch is a page, and the next one is fetched to see that a page is the last. */
    @Test
    void noMoreIsReadAheadThanMayBeWritten() {
        AtomicInteger ahead = new AtomicInteger();
        CountDownLatch tooMany = new CountDownLatch(1);
        nas.beforeReading = key -> {
            if (key.endsWith(".zst") && ahead.incrementAndGet() > PARALLEL + 1) {
                tooMany.countDown();
            }
        };
        server.next("_bulk_docs", PARALLEL, (request, normal) -> {
            chance(tooMany);
            return answered(ahead, normal);
        });
        server.always("_bulk_docs", (request, normal) -> answered(ahead, normal));
        restore();
        assertThat(tooMany.getCount()).isOne();
    }

    @Test
    void whenReadingFailsThePagesUnderWayEndBeforeTheRestoreDoes() {
        CountDownLatch failed = new CountDownLatch(1);
        String fourth = archive.name().key(archive.manifest().segments().get(0).batches().get(3).file());
        nas.beforeReading = key -> {
            if (key.equals(fourth)) {
                failed.countDown();
                throw Failure.destination(Reason.MISSING, "nas has no " + key);
            }
        };
        server.always("_bulk_docs", counted((request, normal) -> {
            await(failed);
            chance(letGo);
            return normal.get();
        }));
        assertThatThrownBy(this::restore).hasRootCauseMessage("nas has no " + fourth).hasStackTraceContaining("no other archives lead where");
        assertLetGo();
    }

    @Test
    void whenAPageFailsTheOthersEndBeforeTheRestoreDoes() {
        CountDownLatch all = new CountDownLatch(PARALLEL);
        CountDownLatch refused = new CountDownLatch(1);
        server.always("_bulk_docs", counted((request, normal) -> {
            all.countDown();
            await(all);
            if (request.text().contains("d100000")) {
                refused.countDown();
                return Fault.status(401, "unauthorized", "no longer").answer(request, normal);
            }
            await(refused);
            chance(letGo);
            return normal.get();
        }));
        assertThatThrownBy(this::restore).hasStackTraceContaining("no longer");
        assertLetGo();
    }

    @Test
    void aTargetThatIsNotEmptyIsLetGo() {
        server.database("new", new Documents().put("a", "{\"_id\":\"a\",\"_rev\":\"1-a\"}"));
        assertThatThrownBy(this::restore).hasStackTraceContaining("is not empty");
        assertThat(routes()).isEqualTo(before);
        assertThat(server.written("new").ids()).containsExactly("a");
    }

    @Test
    void aRestoreThatWasInterruptedGoesOnWhereItsNoteSays() {
        interrupt();
        String after = note().path("after").asText();
        assertThat(after).isBetween("d107999", "d108499");
        List<Request> requests = requestsOf(() -> {
            RestoreResult result = restore();
            assertThat(result.documents()).isEqualTo(20L * PAGE);
            assertThat(result.after()).hasValue(after);
        });
        assertThat(requests).filteredOn(it -> it.below().equals("_bulk_docs")).hasSizeBetween(3, 4);
        assertThat(server.written("new").ids()).hasSize(20 * PAGE);
        assertThat(server.local("new")).isEmpty();
    }

    @Test
    void whoWritesIntoAHalfRestoredDatabaseIsFoundOut() {
        interrupt();
        server.written("new").put("own", "{\"_id\":\"own\",\"_rev\":\"1-a\"}");
        assertThatThrownBy(this::restore).hasStackTraceContaining("has 10001 documents and 0 deleted ones, where 10000 and 0 were written. Something else writes");
        assertThat(note().path("task").asText()).isEqualTo(Archives.TASK);
    }

    @Test
    void anotherSelectionOrPointDoesNotGoOnWithIt() {
        interrupt();
        only = Selection.of(List.of("d1000*"));
        assertThatThrownBy(this::restore).hasStackTraceContaining("has a part of restore point " + archive.manifest().end() + " of task " + Archives.TASK
                + ", from a restore that was not finished. Go on with that one: camelback restore " + Archives.TASK + " --to " + server.url("new") + " --at ");
        only = Selection.ALL;
        RestoreNote other = new RestoreNote(Archives.TASK, archive.manifest().end(), "another", List.of(), true, List.of(), Written.NOTHING, false);
        server.local("new").get(NOTE).setAll(other.json());
        assertThatThrownBy(this::restore).hasStackTraceContaining("which no destination within reach has any more");
        assertThat(server.written("new").ids()).hasSizeLessThan(20 * PAGE);
    }

    @Test
    void aRestoreThatIsStoppedNotesHowFarItIsAndSaysThatItGoesOn() {
        server.next("_bulk_docs", (request, normal) -> {
            stop.stop();
            return normal.get();
        });
        assertThatThrownBy(this::restore).hasStackTraceContaining("stopped before it was done. The same command goes on with what is left");
        assertThat(note().path("documents").asInt()).isEqualTo(server.written("new").ids().size()).isBetween(PAGE, PARALLEL * PAGE);
    }

    /** Until a note is there, in which all but the last three pages are, and then no more. */
    private void interrupt() {
        server.always("_bulk_docs", (request, normal) -> {
            if (!request.text().contains("d108500")) {
                return normal.get();
            }
            Awaitility.await().until(() -> note().path("after").isTextual());
            return Fault.status(401, "unauthorized", "no longer").answer(request, normal);
        });
        assertThatThrownBy(this::restore).hasStackTraceContaining("no longer");
        server.behave();
    }

    private ObjectNode note() {
        return server.local("new").get(NOTE);
    }

    private List<Request> requestsOf(Runnable work) {
        int there = server.requests().size();
        work.run();
        return server.requests().subList(there, server.requests().size());
    }

    @Test
    void singleDocumentsLeaveNothingBehindEither() {
        DocumentRequest request = new DocumentRequest(Archives.TASK, List.of("d100001", "none"), Optional.empty(), true,
                Optional.of(DatabaseUrl.parse(server.url("there")).url()), Access.OPEN);
        assertThatThrownBy(() -> template.requestBody("direct:restore-documents", request)).as("there is no such database")
                .isInstanceOf(Exception.class);
        assertThat(routes()).isEqualTo(before);
    }

    private RestoreResult restore() {
        Progress progress = new Progress() {
            @Override
            public void begin(String what, long total) {
            }

            @Override
            public void step(long documents, long bytes) {
            }

            @Override
            public void end() {
                atTheEnd.set(underWay.get());
                letGo.countDown();
            }
        };
        RestoreRequest request = new RestoreRequest(Archives.TASK, DatabaseUrl.parse(server.url("new")).url(), Access.OPEN, Optional.empty(),
                only, true, progress);
        return template.requestBody("direct:restore", request, RestoreResult.class);
    }

    private void assertLetGo() {
        assertThat(atTheEnd).as("requests under way when the restore let go").hasValue(0);
        assertThat(routes()).isEqualTo(before);
        assertThat(work.resolve("staging")).isEmptyDirectory();
    }

    private Set<String> routes() {
        Set<String> all = new TreeSet<>();
        context.getRoutes().forEach(it -> all.add(it.getRouteId()));
        return all;
    }

    /** The request counts as under way from now on until its answer is made. */
    private Fault counted(Fault fault) {
        return (request, normal) -> {
            underWay.incrementAndGet();
            try {
                return fault.answer(request, normal);
            } finally {
                underWay.decrementAndGet();
            }
        };
    }

    private static Answer answered(AtomicInteger ahead, Supplier<Answer> normal) {
        ahead.decrementAndGet();
        return normal.get();
    }

    /** Time for what must not happen; if it doesn't, the test goes on. */
    private static void chance(CountDownLatch mustNotHappen) {
        try {
            mustNotHappen.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
