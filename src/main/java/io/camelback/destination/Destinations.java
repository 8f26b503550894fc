package io.camelback.destination;

import io.camelback.encryption.Encryption;
import io.camelback.encryption.EncryptionOptions;
import io.camelback.failure.Failure;
import io.camelback.failure.Suggestion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.spi.Registry;

/**
 * The destinations of the configuration. Each has a route of its own, {@code destination-NAME}, made from the route template of its
 * type, {@code destination-TYPE}: every such template that is loaded is a type, and its parameters are the type's. Those of encryption
 * any type has.
 */
public final class Destinations {

    private static final String ROUTE = "destination-";
    private static final String NAME = "name";
    /** @param once the same, but what fails is not tried again */
    private record Known(Destination destination, Destination once) {
    }

    private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9_-]*";

    private final CamelContext context;
    private final ProducerTemplate template;
    private final Patience patience;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** @param patience how long it may take to store a small file */
    public Destinations(CamelContext context, Duration patience) {
        this.context = context;
        this.template = context.createProducerTemplate();
        this.patience = new Patience(patience, context.getExecutorServiceManager().newCachedThreadPool(this, "put"));
    }

    /** Binds the beans that {@code store.camel.yaml} names; this is one of them. */
    public void bind(Registry registry) {
        registry.bind("destinations", this);
        registry.bind("destinationAnswer", new DestinationAnswer(it -> known.containsKey(it) && known.get(it).destination() instanceof EncryptedDestination));
        registry.bind("destinationErrors", new DestinationErrors());
        registry.bind("outcomes", new Outcomes());
    }

    /**
     * Makes the route of a destination. The templates must be loaded. Nothing is sent to the destination yet.
     *
     * @param parameters those of the type, and {@link EncryptionOptions}; letter case in their names doesn't matter, since the environment
     *     hasn't any
     * @throws Failure (usage) that names the key of the configuration and says what would be right
     */
    public Destination add(String name, String type, Map<String, String> parameters) {
        if (!name.matches(NAMES) || known.containsKey(name)) {
            throw Failure.usage("no destination can have the name '" + name + "'"
                    + (known.containsKey(name) ? ", for another has it" : "")).remedy("Use letters, digits, dashes and underscores");
        }
        Map<String, String> ofType = new LinkedHashMap<>();
        Map<String, String> ofAll = new LinkedHashMap<>();
        parameters.forEach((parameter, value) -> EncryptionOptions.named(parameter)
                .ifPresentOrElse(option -> ofAll.put(option, value), () -> ofType.put(parameter, value)));
        Map<String, String> values = values(name, type, template(name, type), ofType);
        Optional<Encryption> encryption = EncryptionOptions.read(key(name, ""), ofAll);
        try {
            TemplatedRouteBuilder.builder(context, ROUTE + type).routeId(ROUTE + name).parameter(NAME, name)
                    .parameters(Map.copyOf(values)).add();
        } catch (Exception e) {
            throw Failure.in(e).orElseGet(() -> Failure.usage("the destination " + name + " can't be made: " + ErrorText.of(e))
                    .remedy("Look at " + key(name, "…")).cause(e));
        }
        RouteDestination stored = new RouteDestination(name, template, patience);
        known.put(name, encryption.map(it -> new Known(new EncryptedDestination(stored, it), new EncryptedDestination(stored.once(), it)))
                .orElseGet(() -> new Known(stored, stored.once())));
        return get(name);
    }

    /** A bean's method, for the route that stores a file on several of them. */
    public void put(@ExchangeProperty("request") StoreRequest request, @ExchangeProperty("destination") String destination) {
        get(destination).put(request.key(), request.file());
    }

    /** @throws Failure (usage) when there is none of this name */
    public Destination get(String name) {
        return known(name).destination();
    }

    /** The same, for what is not worth waiting for: operations that fail are not tried again. */
    public Destination once(String name) {
        return known(name).once();
    }

    private Known known(String name) {
        Known destination = known.get(name);
        if (destination == null) {
            throw Failure.usage("there is no destination '" + name + "'").remedy(Suggestion.of(name, new TreeSet<>(known.keySet())));
        }
        return destination;
    }

    private RouteTemplateDefinition template(String name, String type) {
        List<RouteTemplateDefinition> templates = context.getCamelContextExtension().getContextPlugin(Model.class)
                .getRouteTemplateDefinitions().stream().filter(it -> it.getId().startsWith(ROUTE)).toList();
        return templates.stream().filter(it -> it.getId().equals(ROUTE + type)).findFirst()
                .orElseThrow(() -> Failure.usage(key(name, "type") + " = " + type + " is not a type of destination")
                        .remedy("The types are: " + String.join(", ", templates.stream()
                                .map(it -> it.getId().substring(ROUTE.length())).sorted().toList())));
    }

    private static Map<String, String> values(String name, String type, RouteTemplateDefinition template, Map<String, String> parameters) {
        List<RouteTemplateParameterDefinition> allowed = Objects.requireNonNullElse(template.getTemplateParameters(),
                List.<RouteTemplateParameterDefinition>of()).stream().filter(it -> !it.getName().equals(NAME)).toList();
        Map<String, String> values = new LinkedHashMap<>();
        parameters.forEach((parameter, value) -> {
            String right = allowed.stream().map(RouteTemplateParameterDefinition::getName).filter(parameter::equalsIgnoreCase).findFirst()
                    .orElseThrow(() -> Failure.usage(key(name, parameter) + " is not a parameter of type " + type)
                            .remedy(Suggestion.of(parameter, Stream.concat(allowed.stream().map(RouteTemplateParameterDefinition::getName),
                                    EncryptionOptions.NAMES.stream()).toList())));
            checkValue(key(name, right), value);
            if (!value.isEmpty()) {
                values.put(right, value);
            }
        });
        for (RouteTemplateParameterDefinition parameter : allowed) {
            if (isRequired(parameter) && !values.containsKey(parameter.getName())) {
                throw Failure.usage(key(name, parameter.getName()) + " is missing: "
                        + Objects.requireNonNullElse(parameter.getDescription(), "the type " + type + " needs it"));
            }
        }
        return values;
    }

    /** Camel would take the one for a placeholder; with the other, a secret that stands in {@code RAW(...)} would end too early. */
    private static void checkValue(String key, String value) {
        for (String never : List.of("{{", ")&")) {
            if (value.contains(never)) {
                throw Failure.usage(key + " has '" + never + "' in it, which can't be passed on").remedy("Choose a value without it");
            }
        }
    }

    private static boolean isRequired(RouteTemplateParameterDefinition parameter) {
        return parameter.getDefaultValue() == null && !Boolean.FALSE.equals(parameter.getRequired());
    }

    private static String key(String name, String parameter) {
        return "camelback.destinations." + name + "." + parameter;
    }
}
