package io.camelback.lease;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.camelback.job.Host;
import java.time.Instant;

/**
 * A process, so that another one on the same machine can look whether it still lives.
 *
 * @param host see {@link Host#name}
 * @param machine see {@link Host#processes}
 * @param pid its number there
 * @param began ISO instant, for numbers are used again; empty where that can't be told
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ProcessName(String host, String machine, long pid, String began) {

    ProcessName {
        host = host == null ? "" : host;
        machine = machine == null ? "" : machine;
        began = began == null ? "" : began;
    }

    static ProcessName own() {
        ProcessHandle own = ProcessHandle.current();
        return new ProcessName(Host.name(), Host.processes(), own.pid(), began(own));
    }

    /** Whether it is sure that it lives no more; asked by a process of the same machine only. */
    boolean isDeadFor(ProcessName asking) {
        return !machine.isEmpty() && machine.equals(asking.machine)
                && ProcessHandle.of(pid).filter(it -> it.isAlive() && began(it).equals(began)).isEmpty();
    }

    private static String began(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }
}
