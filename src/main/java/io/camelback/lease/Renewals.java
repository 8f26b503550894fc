package io.camelback.lease;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The threads of leases. They keep no process alive. */
final class Renewals implements AutoCloseable {

    /** So many destinations may hang before the renewals at others come late. */
    private static final int TIMERS = 4;
    private static final ThreadFactory DAEMONS = task -> {
        Thread thread = new Thread(task, "leases");
        thread.setDaemon(true);
        return thread;
    };

    private final ExecutorService threads = Executors.newCachedThreadPool(DAEMONS);
    /** Once it is closed it takes nothing any more, and says nothing. */
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(TIMERS, DAEMONS, new ThreadPoolExecutor.DiscardPolicy());
    private final Map<HeldPlace, ScheduledFuture<?>> renewed = new ConcurrentHashMap<>();

    /** Does something for all of them at once, and returns when all are done. It throws nothing. */
    <T> void each(Collection<T> all, Consumer<T> what) {
        CompletableFuture.allOf(all.stream().map(it -> CompletableFuture.runAsync(() -> what.accept(it), threads)).toArray(CompletableFuture[]::new))
                .join();
    }

    void begin(Collection<HeldPlace> places) {
        long period = Pace.RENEWAL.toMillis();
        places.forEach(it -> renewed.put(it, timer.scheduleWithFixedDelay(it::renew, period, period, TimeUnit.MILLISECONDS)));
    }

    void end(Collection<HeldPlace> places) {
        places.forEach(it -> Optional.ofNullable(renewed.remove(it)).ifPresent(future -> future.cancel(false)));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
