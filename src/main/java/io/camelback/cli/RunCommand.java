package io.camelback.cli;

import ch.qos.logback.classic.Level;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

@Command(name = "run", description = "The service: every task on its schedule, until it is stopped.", mixinStandardHelpOptions = true)
final class RunCommand extends CliCommand {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelback.service");
    private static final long LOOK_MILLIS = 200;

    @Override
    boolean movesMuch() {
        return true;
    }

    @Override
    int work(App app) {
        tellMore();
        int tasks = app.schedule();
        if (tasks == 0) {
            throw Failure.usage("no task has a schedule").remedy("Give one: camelback.tasks.NAME.schedule = 0 2 * * *");
        }
        LOG.info("running; {} of {} tasks are scheduled", tasks, app.config().tasks().size());
        try {
            while (!stop.isStopped()) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            throw Failure.camelback(Reason.INTERRUPTED, "interrupted").cause(e);
        }
        LOG.info("stopping");
        return ExitCode.DONE;
    }

    /** A service tells what it does, a command only what goes wrong; a configuration that has it tell even more is left alone. */
    private static void tellMore() {
        ch.qos.logback.classic.Logger all = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.camelback");
        if (!all.isInfoEnabled()) {
            all.setLevel(Level.INFO);
        }
    }

    /** To be stopped is how a service ends. */
    @Override
    int exitCodeWhenStopped() {
        return ExitCode.DONE;
    }
}
