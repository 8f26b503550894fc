package io.camelback.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps as JSON objects are: their order is kept, and values may be null. */
final class Maps {

    private Maps() {
    }

    static <V> Map<String, V> inOrder(Map<String, ? extends V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
