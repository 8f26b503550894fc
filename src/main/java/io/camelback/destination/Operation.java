package io.camelback.destination;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What a destination is asked to do, as the headers said before its route got them: a route may change or remove all of them.
 *
 * @param offset of a range; null when it is not a range
 * @param length of a range; null when it is not a range
 * @param upTo whether a range may end with the object
 * @param target where the content of a whole object goes; null when it is not that
 * @param uploads whether a list is to have uploads under way too
 * @param tries how many there were before, in the header in which Camel counts; null at the first
 */
record Operation(String destination, String name, String key, Long offset, Integer length, boolean upTo, Target target,
        boolean uploads, Integer tries) {

    private static final String PROPERTY = "CamelbackOperation";

    static void remember(Exchange exchange) {
        Message message = exchange.getMessage();
        exchange.setProperty(PROPERTY, new Operation(message.getHeader(Headers.DESTINATION, String.class),
                message.getHeader(Headers.OPERATION, String.class), message.getHeader(Headers.KEY, String.class),
                message.getHeader(Headers.OFFSET, Long.class), message.getHeader(Headers.LENGTH, Integer.class),
                message.getHeader(Headers.UP_TO, false, Boolean.class), message.getHeader(Headers.TARGET, Target.class),
                message.getHeader(Headers.UPLOADS, false, Boolean.class), message.getHeader(Exchange.REDELIVERY_COUNTER, Integer.class)));
    }

    static Operation of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Operation.class);
    }

    /** How messages begin that are about the object. */
    String object() {
        return "destination " + destination + ": " + key;
    }
}
