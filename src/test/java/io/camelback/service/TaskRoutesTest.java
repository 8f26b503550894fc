package io.camelback.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelback.archive.Selection;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.DestinationCatalog;
import io.camelback.config.Config;
import io.camelback.config.Schedule;
import io.camelback.config.TaskConfig;
import io.camelback.config.Upkeep;
import io.camelback.config.Verification;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.CronTrigger;
import org.quartz.TriggerKey;

/** The routes of the tasks, with what they call replaced: whether a cron and its zone reach Quartz as they are. */
class TaskRoutesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 2 * * *          | UTC",
        "0 2 * * *          | Europe/Vienna",
        "0 2 * * *          | +02:00",
        "0 2 * * *          | UTC+2",
        "0 2 * * *          | Z",
        "0 2 * * *          | -03:30",
        "0 2 * * *          | America/Argentina/Buenos_Aires",
        "*/7 1-5,23 */2 * * | UTC",
        "0 0 2 ? * 6#3      | UTC",
        "0 0 2 L-3 * ?      | UTC",
        "0 0/20 2 ? * 6L    | Europe/Vienna",
        "0 0 2 15W * ? 2026-2030 | UTC",
    })
    void quartzTriggersATaskJustWhenItsScheduleSays(String text, String zone) throws Exception {
        Schedule schedule = Schedule.parse(text, ZoneId.of(zone));
        try (DefaultCamelContext camel = context()) {
            Service service = new Service(config(schedule));
            camel.getRegistry().bind("service", service);
            camel.getRegistry().bind("notices", new NobodyListens());
            camel.start();
            assertThat(service.schedule(camel)).isEqualTo(1);
            CronTrigger trigger = (CronTrigger) camel.getComponent("quartz", QuartzComponent.class).getScheduler()
                    .getTrigger(TriggerKey.triggerKey("orders", "run-task"));
            assertThat(trigger.getMisfireInstruction()).isEqualTo(CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
            Instant time = trigger.getNextFireTime().toInstant();
            for (int i = 0; i < 10; i++) {
                Instant next = schedule.nextAfter(time).orElseThrow();
                assertThat(trigger.getFireTimeAfter(Date.from(time)).toInstant()).isEqualTo(next);
                time = next;
            }
        }
    }

    /** In the place of the notices. */
    public static final class NobodyListens {
        public void completed(Object result) {
        }

        public void failed(Object result) {
        }

        public void rollupFailed(Object result) {
        }
    }

    private static DefaultCamelContext context() throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:survey").setBody(it -> new Catalog("orders", List.of(new DestinationCatalog("nas", List.of(), List.of(), List.of(), Optional.empty(),
                        Optional.of(Failure.destination(Reason.UNREACHABLE, "nas can't be reached"))))));
                from("direct:rollup").to("mock:rollup");
                from("direct:cleanup").to("mock:cleanup");
                from("direct:backup").throwException(new IllegalStateException("nothing is due"));
            }
        });
        PluginHelper.getRoutesLoader((CamelContext) camel).loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/tasks.camel.yaml"));
        return camel;
    }

    private static Config config(Schedule schedule) {
        TaskConfig task = new TaskConfig("orders", new DatabaseUrl("http://h", "orders"), Access.OPEN, Optional.of(schedule), schedule.zone(),
                List.of("nas"), 1, 0, 1, 1, 1024, true, true, false, Selection.ALL, Upkeep.DEFAULT, Verification.NONE);
        return new Config(Map.of(), Map.of("orders", task), Path.of("staging"), 1 << 30, Duration.ofMinutes(15), Path.of("routes"), Clock.fixed(NOW, ZoneOffset.UTC), false);
    }
}
