package io.camelback.catalog;

import io.camelback.archive.Batch;
import io.camelback.archive.DocumentIds;
import io.camelback.archive.IdRanges;
import io.camelback.archive.RangeReader;
import io.camelback.archive.Segment;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Fetches the batches of archives that are read side by side, each once: some before they are asked for, in the order in which they will
 * be, and those with ids in several ranges for all who read these. A file stays until the last of its readers has closed it. Whoever is
 * going to read says so before the first batch is opened.
 */
public final class FetchedBatches implements Closeable {

    /** So many batches are fetched at a time, and so many wait for each reader: of far more it would be the staging directory's room. */
    private static final int AHEAD = 4;

    private final BatchFiles files;
    private final Staging staging;
    private final Map<String, Fetched> batches = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(AHEAD, work -> {
        Thread thread = new Thread(work, "fetch-batches");
        thread.setDaemon(true);
        return thread;
    });

    public FetchedBatches(BatchFiles files, Staging staging) {
        this.files = files;
        this.staging = staging;
    }

    /** Somebody who will open all batches of these archives that may have any of the ids. */
    public ArchiveOpener reader(List<StoredArchive> archives, IdRanges ids) {
        return new Reader(archives, ids);
    }

    /** Ends what is under way, and removes what is there. Nothing can be opened any more. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        batches.values().forEach(Fetched::remove);
    }

    private Fetched of(StoredArchive archive, Batch batch) {
        return batches.computeIfAbsent(archive.name().key(batch.file()), it -> new Fetched(archive, batch));
    }

    /** A batch: yet to be fetched, under way, here, or done with. */
    private final class Fetched {

        private final StoredArchive archive;
        private final Batch batch;
        private int readers;
        private CompletableFuture<Path> file;

        Fetched(StoredArchive archive, Batch batch) {
            this.archive = archive;
            this.batch = batch;
        }

        synchronized void expected() {
            readers++;
        }

        /** Begins with it unless that was done; what has failed is tried again. */
        synchronized CompletableFuture<Path> fetch() {
            if (file == null || file.isCompletedExceptionally()) {
                file = CompletableFuture.supplyAsync(() -> files.whole(archive, batch, staging), threads);
            }
            return file;
        }

        synchronized void read() {
            readers--;
            if (readers == 0) {
                remove();
            }
        }

        synchronized void remove() {
            if (file != null && file.isDone() && !file.isCompletedExceptionally()) {
                Staging.remove(file.join());
                file = null;
            }
        }
    }

    /** Fetching is left to the threads for it: who waits may be interrupted, and others wait for the same file. */
    private static Path await(CompletableFuture<Path> file) {
        try {
            return file.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.camelback(Reason.INTERRUPTED, "interrupted while waiting for a batch").cause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private final class Reader implements ArchiveOpener {

        /** Not asked for yet, in the order in which they will be. */
        private final Deque<Fetched> ahead = new ArrayDeque<>();

        Reader(List<StoredArchive> archives, IdRanges ids) {
            record Turn(byte[] after, Fetched batch) {
            }
            List<Turn> turns = new ArrayList<>();
            for (StoredArchive archive : archives) {
                for (Segment segment : archive.manifest().segments()) {
                    byte[] after = {};
                    for (Batch batch : segment.batches()) {
                        byte[] last = DocumentIds.utf8(batch.lastId());
                        if (!ids.within(DocumentIds.utf8(batch.firstId()), IdRanges.successor(last)).isEmpty()) {
                            turns.add(new Turn(after, of(archive, batch)));
                            after = last;
                        }
                    }
                }
            }
            turns.sort(Comparator.comparing(Turn::after, DocumentIds.ORDER));
            turns.forEach(it -> {
                it.batch().expected();
                ahead.add(it.batch());
            });
        }

        @Override
        public RangeReader open(StoredArchive archive, Batch batch) {
            Fetched fetched = of(archive, batch);
            return RangeReader.of(await(fetch(fetched))).onClose(fetched::read);
        }

        /** And those that will be opened next. */
        private synchronized CompletableFuture<Path> fetch(Fetched opened) {
            CompletableFuture<Path> file = opened.fetch();
            ahead.remove(opened);
            ahead.stream().limit(AHEAD).forEach(Fetched::fetch);
            return file;
        }
    }
}
