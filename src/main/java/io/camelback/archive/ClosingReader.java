package io.camelback.archive;

/** A file that somebody wants to know to be done with. */
final class ClosingReader implements RangeReader {

    private final RangeReader file;
    private final Runnable then;
    private boolean open = true;

    ClosingReader(RangeReader file, Runnable then) {
        this.file = file;
        this.then = then;
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public byte[] read(long offset, int length) {
        return file.read(offset, length);
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            file.close();
            then.run();
        }
    }
}
