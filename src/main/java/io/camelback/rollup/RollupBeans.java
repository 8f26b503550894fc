package io.camelback.rollup;

import io.camelback.config.Config;
import io.camelback.destination.Destination;
import io.camelback.job.StopSignal;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;

/** Binds what the rollup routes name. */
public final class RollupBeans {

    /** One batch is stored while the next one is made; not more of them wait in the staging directory. */
    private static final int BATCHES_AT_A_TIME = 2;

    private RollupBeans() {
    }

    /**
     * @param destinations by name
     */
    public static void bind(CamelContext context, Config config, Function<String, Destination> destinations, StopSignal stop) {
        context.getRegistry().bind("rollup", new Rollup(config, destinations, stop));
        context.getExecutorServiceManager().registerThreadPoolProfile(new ThreadPoolProfileBuilder("rollupBatches")
                .poolSize(BATCHES_AT_A_TIME).maxPoolSize(BATCHES_AT_A_TIME).maxQueueSize(-1).build());
    }
}
