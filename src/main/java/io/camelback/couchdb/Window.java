package io.camelback.couchdb;

import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The documents of a page between their arrival and being handed on in order. What is plain and in its turn passes at once; what
 * has attachments, or wasn't found, is asked for again with some of its neighbours and holds up the rest until then.
 */
final class Window implements BulkGet.Asking {

    /** Sends one request for what the asking one lacks; false when the server found it too large. */
    interface Asker {
        boolean ask(BulkGet.Asking asking, boolean attachments);
    }

    private static final long MOST_HELD_BYTES = Math.min(8 * 1024 * 1024, Runtime.getRuntime().maxMemory() / 64);
    private static final int TRIES = 3;

    private final List<byte[]> ids;
    private final Consumer<Entry> sink;
    private final AttachmentLimit limit;
    private final DatabaseUrl url;
    private final Asker asker;
    private final Slot[] slots;
    private Map<String, Integer> places;
    private int expected;
    private int emitted;
    private long held;
    private long withAttachments;

    Window(List<byte[]> ids, Consumer<Entry> sink, AttachmentLimit limit, DatabaseUrl url, Asker asker) {
        this.ids = ids;
        this.sink = sink;
        this.limit = limit;
        this.url = url;
        this.asker = asker;
        this.slots = new Slot[ids.size()];
    }

    boolean isDone() {
        return emitted == ids.size();
    }

    int answered() {
        return emitted;
    }

    /** How many of the documents that were handed on have attachments. */
    long withAttachments() {
        return withAttachments;
    }

    @Override
    public List<byte[]> remaining(int most) {
        return ids.subList(emitted, (int) Math.min(ids.size(), (long) emitted + most));
    }

    @Override
    public void restart() {
        Arrays.fill(slots, emitted, slots.length, null);
        expected = emitted;
        held = 0;
    }

    @Override
    public void take(FetchedDocument document) throws IOException {
        int place = place(document.id());
        if (place < emitted || slots[place] != null) {
            return;
        }
        slots[place] = new Slot(document);
        held += slots[place].weight();
        drain();
        if (held > MOST_HELD_BYTES) {
            settle();
        }
    }

    @Override
    public void finish() {
        settle();
    }

    /** Answers come in the order asked; if one doesn't, the places of all ids are looked up. */
    private int place(byte[] id) throws IOException {
        if (expected < ids.size() && Arrays.equals(ids.get(expected), id)) {
            return expected++;
        }
        if (places == null) {
            places = new HashMap<>();
            for (int i = 0; i < ids.size(); i++) {
                places.put(DocumentIds.text(ids.get(i)), i);
            }
        }
        Integer place = places.get(DocumentIds.text(id));
        if (place == null) {
            throw new IOException("it holds document " + DocumentIds.text(id) + ", which was not asked for");
        }
        expected = place + 1;
        return place;
    }

    private void drain() {
        while (emitted < slots.length && slots[emitted] != null && slots[emitted].result != null) {
            held -= slots[emitted].weight();
            sink.accept(slots[emitted].result);
            withAttachments += slots[emitted].document.attachments() > 0 ? 1 : 0;
            slots[emitted++] = null;
        }
    }

    /** Asks again for everything here that isn't plain: with the data of their attachments only where these are known to be small. */
    private void settle() {
        int most = slots.length;
        for (List<Integer> open = open(); !open.isEmpty(); open = open()) {
            boolean attachments = slots[open.get(0)].isStubbed();
            List<Integer> some = open.stream().filter(i -> slots[i].isStubbed() == attachments).limit(most).toList();
            if (!askAgain(some, attachments)) {
                most = Math.max(1, some.size() / 2);
            }
        }
        drain();
    }

    private List<Integer> open() {
        return IntStream.range(emitted, slots.length).filter(i -> slots[i] != null && slots[i].result == null).boxed().toList();
    }

    private boolean askAgain(List<Integer> open, boolean attachments) {
        try {
            return asker.ask(new Second(open), attachments);
        } catch (Failure e) {
            throw e.retryable(false);
        }
    }

    /** The same ids once more. */
    private final class Second implements BulkGet.Asking {

        private final List<Integer> open;
        private final BitSet answered = new BitSet();
        private int next;

        Second(List<Integer> open) {
            this.open = open;
        }

        @Override
        public List<byte[]> remaining(int most) {
            return open.stream().filter(i -> slots[i].result == null).map(ids::get).toList();
        }

        @Override
        public void restart() {
            next = 0;
            answered.clear();
        }

        @Override
        public void take(FetchedDocument document) throws IOException {
            int place = find(document.id());
            if (slots[place].result == null && !answered.get(place)) {
                answered.set(place);
                held -= slots[place].weight();
                slots[place].again(document);
                held += slots[place].weight();
            }
        }

        private int find(byte[] id) throws IOException {
            for (int tried = 0; tried < open.size(); tried++) {
                int place = open.get(next++ % open.size());
                if (Arrays.equals(ids.get(place), id)) {
                    return place;
                }
            }
            throw new IOException("it holds document " + DocumentIds.text(id) + ", which was not asked for");
        }

        @Override
        public void finish() {
            open.stream().map(i -> slots[i]).filter(it -> it.result == null).forEach(Slot::unsettled);
        }
    }

    /** One document's place: what came last, and the line it becomes. */
    private final class Slot {

        private FetchedDocument document;
        /** Whether its attachments stay stubs. */
        private boolean large;
        private Entry result;
        private int missing;
        private int tries;

        Slot(FetchedDocument document) throws IOException {
            this.document = document;
            this.large = !limit.allows(document);
            judge();
        }

        void again(FetchedDocument document) throws IOException {
            this.document = document;
            this.large |= !limit.allows(document);
            judge();
        }

        private void judge() throws IOException {
            if (document.isMissing()) {
                if (++missing == 2) {
                    result = Entry.absent(document.id());
                }
            } else if (document.error() == null && document.hasLeaves() && (large || document.stubs().isEmpty())) {
                result = entry();
                document = document.withoutLeaves();
            }
        }

        private Entry entry() throws IOException {
            try {
                return document.entry();
            } catch (IllegalArgumentException | Failure e) {
                throw new IOException("what it holds for document " + DocumentIds.text(document.id()) + " is not that document", e);
            }
        }

        boolean isStubbed() {
            return !document.stubs().isEmpty();
        }

        /** Counted for each whole answer that did not help: it can't go on for ever. */
        void unsettled() {
            if (++tries == TRIES) {
                String why = document.error() != null ? document.error()
                        : document.stubs().isEmpty() ? "no revision" : "no data for its attachments";
                throw Failure.source(Reason.FAILED, "POST " + url + "/_bulk_get gives " + why + " for document "
                        + DocumentIds.text(document.id())).remedy("See the log of the server");
            }
        }

        /** What it holds in memory, or will hold once its attachments are here. */
        long weight() {
            long attachments = large || document.stubs().isEmpty() ? 0 : document.stubs().stream().mapToLong(FetchedDocument.Stub::length).sum();
            return document.bytes() + attachments * 4 / 3;
        }
    }
}
