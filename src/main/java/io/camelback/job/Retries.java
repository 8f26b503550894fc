package io.camelback.job;

import io.camelback.failure.Failure;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code retries}: a line in the log for each further attempt. */
public final class Retries implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.retries");

    @Override
    public void process(Exchange exchange) {
        Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.info("trying again ({}): {}", exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER),
                Failure.in(thrown).map(Failure::what).orElseGet(() -> String.valueOf(thrown)));
    }
}
