package io.camelback.stub;

import static io.camelback.stub.RawJson.utf8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Documents in memory: each leaf is kept and given as the bytes that came. */
public final class Documents implements Content {

    private static final byte[] OK = utf8("{\"ok\":");

    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final TreeMap<Long, String> feed = new TreeMap<>();
    private final List<String> purged = new ArrayList<>();
    private long last;

    /**
     * @param plain as it is without attachments' data
     * @param inline as it is with them
     */
    private record Leaf(byte[] plain, byte[] inline, boolean deleted) {
    }

    private static final class Document {
        private final Map<String, Leaf> leaves = new LinkedHashMap<>();
        private long change;
    }

    /** Sets a document to these leaves. */
    public synchronized Documents put(String id, String... leaves) {
        forget(id);
        for (String leaf : leaves) {
            add(id, utf8(leaf), utf8(leaf));
        }
        return this;
    }

    /** Sets a document to a leaf with attachments, which is another text once their data are asked for. */
    public synchronized Documents putWithAttachments(String id, String stubs, String inline) {
        forget(id);
        add(id, utf8(stubs), utf8(inline));
        return this;
    }

    /** Takes a document away and leaves its row in the feed, as a purge in one of several shards would. */
    public synchronized void purge(String id) {
        documents.remove(id);
    }

    /** Takes a document away and its row out of the feed, as a purge in all shards does. */
    public synchronized void purgeEverywhere(String id) {
        Document document = forget(id);
        purged.add("{\"id\":" + RawJson.quote(id) + ",\"revs\":[" + String.join(",", document.leaves.keySet().stream().map(RawJson::quote).toList()) + "]}");
    }

    /** Takes it away with its row. */
    private Document forget(String id) {
        Document document = documents.remove(id);
        if (document != null) {
            feed.remove(document.change);
        }
        return document;
    }

    @Override
    public synchronized List<String> purged() {
        return List.copyOf(purged);
    }

    /** The leaves of a document as they came; none if there is no such document. */
    public synchronized List<byte[]> leaves(String id) {
        Document document = documents.get(id);
        return document == null ? List.of() : document.leaves.values().stream().map(Leaf::plain).toList();
    }

    public synchronized List<String> ids() {
        return List.copyOf(documents.keySet());
    }

    @Override
    public synchronized void take(byte[] leaf) {
        add(RawJson.scalars(leaf).get("_id"), leaf, leaf);
    }

    private void add(String id, byte[] plain, byte[] inline) {
        Map<String, String> fields = RawJson.scalars(plain);
        Document document = documents.computeIfAbsent(id, it -> new Document());
        document.leaves.put(fields.get("_rev"), new Leaf(plain, inline, "true".equals(fields.get("_deleted"))));
        feed.remove(document.change);
        document.change = ++last;
        feed.put(last, id);
    }

    @Override
    public synchronized long documents() {
        return documents.size() - deleted();
    }

    @Override
    public synchronized long deleted() {
        return documents.values().stream().filter(Documents::isDeleted).count();
    }

    @Override
    public synchronized long bytes() {
        return documents.values().stream().flatMap(it -> it.leaves.values().stream()).mapToLong(it -> it.plain.length).sum();
    }

    @Override
    public synchronized long lastChange() {
        return last;
    }

    @Override
    public synchronized List<Change> changesAfter(long since, int limit) {
        Stream<Map.Entry<Long, String>> rows = feed.tailMap(since, false).entrySet().stream().limit(limit);
        return rows.map(it -> change(it.getKey(), it.getValue(), documents.get(it.getValue()))).toList();
    }

    private static Change change(long number, String id, Document document) {
        return new Change(number, id, document == null ? List.of("1-a") : List.copyOf(document.leaves.keySet()), isDeleted(document));
    }

    @Override
    public synchronized long pendingAfter(long change) {
        return feed.tailMap(change, false).size();
    }

    @Override
    public boolean write(String id, boolean attachments, OutputStream out) throws IOException {
        List<Leaf> leaves;
        synchronized (this) {
            Document document = documents.get(id);
            if (document == null) {
                return false;
            }
            leaves = new ArrayList<>(document.leaves.values());
        }
        for (int i = 0; i < leaves.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(OK);
            out.write(attachments ? leaves.get(i).inline : leaves.get(i).plain);
            out.write('}');
        }
        return true;
    }

    private static boolean isDeleted(Document document) {
        return document != null && document.leaves.values().stream().allMatch(Leaf::deleted);
    }
}
