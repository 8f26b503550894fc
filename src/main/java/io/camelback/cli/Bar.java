package io.camelback.cli;

import io.camelback.job.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error, when that is a terminal. */
final class Bar implements Progress {

    private ProgressBar bar;
    private long bytes;

    private Bar() {
    }

    /** A bar, or nothing when nobody looks on. */
    static Progress onTerminal(boolean json) {
        return json || System.console() == null ? Progress.NONE : new Bar();
    }

    @Override
    public synchronized void begin(String what, long total) {
        if (bar == null) {
            bar = new ProgressBarBuilder().setTaskName(what).setInitialMax(total).setUnit(" docs", 1).setUpdateIntervalMillis(250)
                    .setStyle(ProgressBarStyle.ASCII).showSpeed().build();
        }
    }

    @Override
    public synchronized void step(long documents, long added) {
        if (bar != null) {
            bytes += added;
            bar.stepBy(documents);
            bar.setExtraMessage(" " + Texts.bytes(bytes));
        }
    }

    @Override
    public synchronized void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
