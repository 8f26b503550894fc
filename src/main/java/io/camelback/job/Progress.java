package io.camelback.job;

/** Who wants to know how far a job is. Called from several threads. */
public interface Progress {

    Progress NONE = new Progress() {
        @Override
        public void begin(String what, long total) {
        }

        @Override
        public void step(long documents, long bytes) {
        }

        @Override
        public void end() {
        }
    };

    /**
     * @param what is done now, e.g. "reading"
     * @param total documents to expect, an estimate; negative if unknown
     */
    void begin(String what, long total);

    /** So many more are done. */
    void step(long documents, long bytes);

    void end();
}
