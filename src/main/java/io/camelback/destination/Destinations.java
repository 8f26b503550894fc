package io.camelback.destination;

import io.camelback.failure.Failure;
import io.camelback.failure.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.spi.Registry;

/** The destinations of the configuration. A type is whatever has a route template of the name {@code destination-<type>}. */
public final class Destinations {

    private static final String PREFIX = "destination-";
    private static final String NAME = "name";

    private final CamelContext context;
    private final Map<String, Destination> known = new ConcurrentHashMap<>();

    public Destinations(CamelContext context) {
        this.context = context;
    }

    /** Binds the beans that the routes name. */
    public static void bind(Registry registry) {
        registry.bind("destination", new DestinationSteps());
        registry.bind("outcomes", new Outcomes());
        registry.bind("localFiles", new LocalFiles());
        registry.bind("s3Objects", new S3Objects());
        registry.bind("ftpFiles", new FtpFiles());
    }

    /**
     * Makes the route of a destination. The templates must be loaded.
     *
     * @param parameters those of the template, without its name
     * @throws Failure (usage) naming the key of the configuration that isn't right
     */
    public Destination add(String name, String type, Map<String, String> parameters) {
        RouteTemplateDefinition template = template(name, type);
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((key, value) -> values.put(check(name, type, template, key, value), value));
        for (RouteTemplateParameterDefinition parameter : template.getTemplateParameters()) {
            if (isRequired(parameter) && !parameter.getName().equals(NAME) && !values.containsKey(parameter.getName())) {
                throw Failure.usage(key(name, parameter.getName()) + " is missing: " + describe(parameter));
            }
        }
        values.put(NAME, name);
        try {
            TemplatedRouteBuilder.builder(context, PREFIX + type).routeId(PREFIX + name).parameters(values).add();
        } catch (Exception e) {
            throw Failure.usage("destination " + name + " can't be made: " + innermost(e).getMessage())
                    .remedy("Check the parameters under " + key(name, "")).cause(e);
        }
        Destination destination = new RouteDestination(name, context.createProducerTemplate());
        known.put(name, destination);
        return destination;
    }

    public Destination get(String name) {
        return Optional.ofNullable(known.get(name)).orElseThrow(() -> Failure.usage("there is no destination '" + name + "'"));
    }

    private RouteTemplateDefinition template(String name, String type) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        RouteTemplateDefinition template = model.getRouteTemplateDefinition(PREFIX + type);
        if (template == null) {
            List<String> types = new ArrayList<>();
            model.getRouteTemplateDefinitions().stream().map(RouteTemplateDefinition::getId).filter(it -> it.startsWith(PREFIX))
                    .map(it -> it.substring(PREFIX.length())).sorted().forEach(types::add);
            throw Failure.usage(key(name, "type") + " = " + type + " is not a type of destination")
                    .remedy("There are " + String.join(", ", types) + "; a further one is a file in routes/destinations/");
        }
        return template;
    }

    /** The parameter's right name: what comes from the environment has lost its capitals. */
    private static String check(String name, String type, RouteTemplateDefinition template, String key, String value) {
        List<String> right = template.getTemplateParameters().stream().map(RouteTemplateParameterDefinition::getName)
                .filter(it -> !it.equals(NAME)).toList();
        String parameter = right.contains(key) ? key : right.stream().filter(it -> key.equals(it.toUpperCase(Locale.ROOT)))
                .findFirst().orElseThrow(() -> Failure.usage(key(name, key) + " is not a parameter of type " + type)
                        .remedy(Suggestion.of(key, right)));
        if (value.contains("{{") || value.contains(")&")) {
            throw Failure.usage(key(name, key) + " has '{{' or ')&' in it, which a Camel endpoint can't carry")
                    .remedy("Choose another value");
        }
        return parameter;
    }

    private static boolean isRequired(RouteTemplateParameterDefinition parameter) {
        return parameter.getDefaultValue() == null && !Boolean.FALSE.equals(parameter.getRequired());
    }

    private static String describe(RouteTemplateParameterDefinition parameter) {
        return parameter.getDescription() == null ? "the route template needs it" : parameter.getDescription();
    }

    private static String key(String name, String parameter) {
        return "camelback.destinations." + name + "." + parameter;
    }

    private static Throwable innermost(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return innermost;
    }
}
