package io.camelback.couchdb;

import static io.camelback.couchdb.Bytes.leaf;
import static io.camelback.couchdb.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.failure.Failure;
import io.camelback.stub.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BulkGetParallelTest extends BulkGetCase {

    /** Each page holds its connection while it asks for the data of its attachments on another one. */
    @Test
    @Timeout(60)
    void pagesInParallelNeverWaitForEachOthersConnections() throws Exception {
        int parallel = 4;
        shop.putWithAttachments("a", stub("a", 4), inline("a", "AAAA"));
        couch = routes.connect(server, "shop", parallel);
        Fault together = Fault.together(parallel);
        server.always("_bulk_get", (request, normal) -> request.query("attachments") == null ? together.answer(request, normal)
                : normal.get());
        BulkGet pages = pages();

        List<List<Entry>> all = inParallel(parallel, () -> {
            List<Entry> entries = new ArrayList<>();
            pages.fetch(List.of(DocumentIds.utf8("a")), entries::add);
            return entries;
        });

        assertThat(all).allSatisfy(it -> assertThat(it).containsExactly(Bytes.entry("a", inline("a", "AAAA"))));
    }

    private static <T> List<T> inParallel(int count, Callable<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(Collections.nCopies(count, task), 50, TimeUnit.SECONDS)) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Each of them has a large document half read before any of them goes on. */
    @Test
    @Timeout(60)
    void largeDocumentsAreReadOneAtATimeHoweverManyPagesAreUnderWay() throws Exception {
        int parallel = 4;
        couch = routes.connect(server, "shop", parallel);
        shop.put("a", leaf("a", "x".repeat(5_000_000))).put("b", leaf("b", "x")).put("c", leaf("c", "x".repeat(9_000_000)));
        server.always("_bulk_get", Fault.together(parallel));
        BulkGet pages = pages();
        AtomicInteger inMemory = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        inParallel(parallel, () -> {
            pages.fetch(Bytes.ids("a", "b", "c"), entry -> {
                if (!entry.idText().equals("b")) {
                    most.accumulateAndGet(inMemory.incrementAndGet(), Math::max);
                    inMemory.decrementAndGet();
                }
            });
            return null;
        });

        assertThat(most).hasValue(1);
    }

    @Test
    void largeDocumentThatWasCutKeepsNobodyElseWaiting() throws Exception {
        shop.put("a", leaf("a", "x".repeat(5_000_000)));
        server.next("_bulk_get", 2 * CouchRoutes.ATTEMPTS, Fault.cutAfter(4_500_000));
        BulkGet pages = pages();

        inParallel(2, () -> assertThatThrownBy(() -> pages.fetch(Bytes.ids("a"), it -> { })).isInstanceOf(Failure.class));
        fetch(pages, "a");

        assertThat(sunk).hasSize(1);
    }

    @Test
    void connectionsAreUsedAgain() {
        put("a", "b");
        server.always("_bulk_get", tooLargeAbove(1));
        for (int i = 0; i < 10; i++) {
            fetch("a", "b", "gone");
        }

        assertThat(server.connections()).isLessThanOrEqualTo(2);
    }
}
