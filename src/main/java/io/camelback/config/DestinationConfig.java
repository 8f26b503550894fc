package io.camelback.config;

import java.util.Map;

/**
 * A destination: its type names the route template, its parameters are the template's.
 *
 * @param parameters may hold secrets: not to be printed
 */
public record DestinationConfig(String name, String type, Map<String, String> parameters) {

    @Override
    public String toString() {
        return "DestinationConfig[" + name + ", " + type + ", " + parameters.keySet() + "]";
    }
}
