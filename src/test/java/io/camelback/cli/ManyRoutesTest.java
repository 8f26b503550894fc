package io.camelback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.Test;

class ManyRoutesTest {

    private static final int THREADS = 4;
    private static final int ROUTES = 200;

    private static CamelContext started() throws Exception {
        CamelContext context = new ManyRoutes().createCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("some").templateParameter("name").from("direct:{{name}}").setBody().constant("done");
            }
        });
        context.start();
        return context;
    }

    private static void add(CamelContext context, int number) {
        TemplatedRouteBuilder.builder(context, "some").routeId("some-" + number).parameter("name", "some" + number).add();
    }

    @Test
    void severalThreadsMayMakeRoutesAtATime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (CamelContext context = started()) {
            List<Callable<Void>> all = IntStream.range(0, ROUTES).<Callable<Void>>mapToObj(it -> () -> {
                add(context, it);
                return null;
            }).toList();
            for (Future<Void> each : threads.invokeAll(all)) {
                each.get();
            }
            assertThat(context.getRoutes()).hasSize(ROUTES);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRouteCanBeTakenAwayAndItsNameGivenAgain() throws Exception {
        try (CamelContext context = started()) {
            add(context, 1);
            context.getRouteController().stopRoute("some-1");
            assertThat(context.removeRoute("some-1")).isTrue();
            assertThat(context.removeRoute("some-1")).isFalse();
            add(context, 1);
            assertThat(context.createProducerTemplate().requestBody("direct:some1", "", String.class)).isEqualTo("done");
        }
    }
}
