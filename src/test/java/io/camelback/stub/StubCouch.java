package io.camelback.stub;

import static io.camelback.stub.RawJson.quote;
import static io.camelback.stub.RawJson.utf8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A server of databases on 127.0.0.1. What a test puts into a database comes out of it byte for byte, and what a client writes is kept
 * likewise. Answers go wrong as the test says: the next one, or every one, of those whose path below the database has a text in it, or whose
 * whole path begins with it, when that begins with a slash.
 */
public final class StubCouch implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String scheme;
    private final HttpStub http;
    private final Map<String, Database> databases = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Script> scripts = new ArrayList<>();
    private volatile boolean old;

    /**
     * @param instance one more for each database that had the name before
     * @param epoch counts how often its feed jumped back
     */
    private record Database(Content content, Map<String, ObjectNode> local, long instance, AtomicInteger epoch) {

        /** Nothing can be read out of a sequence but that it begins with a number, as CouchDB's do. */
        String sequence(long change) {
            return change + "-g1AAAA" + Long.toHexString(change * 0x9E3779B97F4A7C15L) + "_" + epoch;
        }

        /** The change that a sequence stands for: the beginning if it is one from before a jump. */
        long change(String sequence) {
            return sequence == null || !sequence.endsWith("_" + epoch) ? 0 : Long.parseLong(sequence.split("-")[0]);
        }
    }

    private static final class Script {
        private final String path;
        private final Fault fault;
        private int left;

        Script(String path, int left, Fault fault) {
            this.path = path;
            this.left = left;
            this.fault = fault;
        }
    }

    public StubCouch() {
        this("http", ServerSocketFactory.getDefault());
    }

    /** One that is spoken to over TLS. */
    public StubCouch(SSLContext tls) {
        this("https", tls.getServerSocketFactory());
    }

    private StubCouch(String scheme, ServerSocketFactory sockets) {
        this.scheme = scheme;
        try {
            http = new HttpStub(this::answer, sockets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a database, or takes the place of the one of that name. */
    public <T extends Content> T database(String name, T content) {
        databases.compute(name, (it, before) -> new Database(content, new ConcurrentHashMap<>(),
                before == null ? 1_700_000_000 : before.instance + 1, new AtomicInteger()));
        return content;
    }

    /** Puts an earlier state in the place of a database, as a copy of its file would: it stays the same database. */
    public void putBack(String name, Content content, Map<String, ObjectNode> local) {
        databases.computeIfPresent(name, (it, now) -> new Database(content, new ConcurrentHashMap<>(local), now.instance, now.epoch));
    }

    /** From now on the feed of a database knows none of the sequences that it gave: it begins at the beginning for whoever has one. */
    public void jumpBack(String name) {
        databases.get(name).epoch.incrementAndGet();
    }

    /** The {@code _local} documents of a database as they are now, by their ids. */
    public Map<String, ObjectNode> local(String name) {
        return Map.copyOf(databases.get(name).local);
    }

    /** Takes a database away, as somebody else deletes it. */
    public void remove(String name) {
        databases.remove(name);
    }

    /** From now on it is an older one, which doesn't tell of all databases in one answer. */
    public StubCouch beforeCouchDb32() {
        old = true;
        return this;
    }

    /** What was written to a database that a client made. */
    public Documents written(String name) {
        return (Documents) databases.get(name).content();
    }

    public String url() {
        return scheme + "://127.0.0.1:" + http.port();
    }

    public String url(String database) {
        return url() + "/" + database;
    }

    /** How the next request below a database whose path has this text in it is answered; told twice, it is the next two. */
    public StubCouch next(String path, Fault fault) {
        return next(path, 1, fault);
    }

    public StubCouch next(String path, int times, Fault fault) {
        synchronized (scripts) {
            scripts.add(new Script(path, times, fault));
        }
        return this;
    }

    /** How such requests are answered from now on, unless one is told for the next. */
    public StubCouch always(String path, Fault fault) {
        return next(path, Integer.MAX_VALUE, fault);
    }

    /** From now on nothing goes wrong. */
    public void behave() {
        synchronized (scripts) {
            scripts.clear();
        }
    }

    /** Every request until now, oldest first. Bodies over 64 KiB aren't kept. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The requests whose path below the database is this. */
    public List<Request> requests(String below) {
        return requests.stream().filter(it -> it.below().equals(below)).toList();
    }

    /** How many connections were made until now. */
    public int connections() {
        return http.connections();
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String errorEntry(String id, String error) {
        return "{\"id\":" + quote(id) + ",\"docs\":[{\"error\":{\"id\":" + quote(id) + ",\"rev\":\"undefined\",\"error\":"
                + quote(error) + ",\"reason\":\"missing\"}}]}";
    }

    private Answer answer(Request request) {
        requests.add(request.remembered());
        Supplier<Answer> normal = () -> normal(request);
        Fault fault = scripted(request);
        return fault == null ? normal.get() : fault.answer(request, normal);
    }

    private Fault scripted(Request request) {
        synchronized (scripts) {
            for (Script script : scripts) {
                if (script.path.startsWith("/") ? request.path().startsWith(script.path) : request.below().contains(script.path)) {
                    if (script.left != Integer.MAX_VALUE && --script.left == 0) {
                        scripts.remove(script);
                    }
                    return script.fault;
                }
            }
            return null;
        }
    }

    /** What it answers when nothing goes wrong. */
    public Answer normal(Request request) {
        String name = request.database();
        if (name.equals("_dbs_info") || name.equals("_all_dbs")) {
            return ofServer(name, request);
        }
        Database database = databases.get(name);
        String below = request.below();
        if (request.method().equals("PUT") && below.isEmpty()) {
            return create(name, database);
        }
        if (database == null) {
            return Answer.error(404, "not_found", "Database does not exist.");
        }
        return switch (below.startsWith("_local/") ? "_local" : below) {
            case "" -> info(name, database);
            case "_changes" -> changes(request, database);
            case "_purged_infos" -> Answer.of(200, "{\"purged_infos\":[" + String.join(",", database.content.purged()) + "]}\n");
            case "_bulk_get" -> bulkGet(request, database.content);
            case "_bulk_docs" -> bulkDocs(request, database.content);
            case "_local" -> local(request, database.local);
            default -> isUnknown(below) ? Answer.error(404, "not_found", "missing") : document(below, database.content);
        };
    }

    /** As CouchDB since 3.2 answers, or what {@link #beforeCouchDb32} leaves of it. */
    private Answer ofServer(String name, Request request) {
        List<String> names = databases.keySet().stream().sorted().toList();
        if (name.equals("_all_dbs")) {
            return Answer.of(200, names.stream().map(RawJson::quote).collect(Collectors.joining(",", "[", "]\n")));
        }
        if (request.method().equals("POST")) {
            List<String> keys = RawJson.elements(request.body(), "keys").stream().map(it -> RawJson.text(it).replace("\"", "")).toList();
            return keys.size() > 100 ? Answer.error(400, "bad_request", "too_many_keys") : infos(keys);
        }
        return old ? Answer.error(405, "method_not_allowed", "Only POST allowed") : infos(names);
    }

    private Answer infos(List<String> names) {
        return Answer.of(200, out -> {
            out.write('[');
            for (int i = 0; i < names.size(); i++) {
                Database database = databases.get(names.get(i));
                out.write(utf8((i > 0 ? ",\n" : "") + "{\"key\":" + quote(names.get(i)) + ","));
                out.write(utf8(database == null ? "\"error\":\"not_found\"}" : "\"info\":"));
                if (database != null) {
                    out.write(info(names.get(i), database).bytes());
                    out.write('}');
                }
            }
            out.write(']');
        });
    }

    private Answer create(String name, Database there) {
        if (there != null) {
            return Answer.error(412, "file_exists", "The database could not be created, the file already exists.");
        }
        database(name, new Documents());
        return Answer.of(201, "{\"ok\":true}\n");
    }

    private static Answer info(String name, Database database) {
        Content content = database.content;
        return Answer.of(200, "{\"instance_start_time\":\"" + database.instance + "\",\"db_name\":" + quote(name) + ",\"purge_seq\":\""
                + content.purged().size() + "-g1AAAA\",\"update_seq\":" + quote(database.sequence(content.lastChange()))
                + ",\"sizes\":{\"file\":0,\"external\":" + content.bytes() + ",\"active\":0},\"doc_del_count\":" + content.deleted()
                + ",\"doc_count\":" + content.documents() + "}\n");
    }

    private static Answer changes(Request request, Database database) {
        long from = database.change(request.query("since"));
        int limit = request.query("limit") == null ? Integer.MAX_VALUE : Integer.parseInt(request.query("limit"));
        int interval = request.query("seq_interval") == null ? 1 : Integer.parseInt(request.query("seq_interval"));
        int leaves = "all_docs".equals(request.query("style")) ? Integer.MAX_VALUE : 1;
        List<Content.Change> rows = database.content.changesAfter(from, limit);
        long last = rows.isEmpty() ? from : rows.get(rows.size() - 1).number();
        return Answer.of(200, out -> {
            out.write(utf8("{\"results\":[\n"));
            for (int i = 0; i < rows.size(); i++) {
                Content.Change row = rows.get(i);
                String sequence = (i + 1) % interval == 0 ? quote(database.sequence(row.number())) : "null";
                String revisions = row.revisions().stream().limit(leaves).map(it -> "{\"rev\":" + quote(it) + "}").collect(Collectors.joining(","));
                out.write(utf8((i > 0 ? ",\n" : "") + "{\"seq\":" + sequence + ",\"id\":" + quote(row.id()) + ",\"changes\":[" + revisions + "]"
                        + (row.deleted() ? ",\"deleted\":true" : "") + "}"));
            }
            out.write(utf8("\n],\n\"last_seq\":" + quote(database.sequence(last)) + ",\"pending\":" + database.content.pendingAfter(last) + "}\n"));
        });
    }

    private static Answer bulkGet(Request request, Content content) {
        List<String> ids = RawJson.elements(request.body(), "docs").stream().map(it -> RawJson.scalars(it).get("id")).toList();
        boolean attachments = "true".equals(request.query("attachments"));
        return Answer.of(200, out -> {
            out.write(utf8("{\"results\":["));
            for (int i = 0; i < ids.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                entry(ids.get(i), attachments, content, out);
            }
            out.write(utf8("]}"));
        });
    }

    private static void entry(String id, boolean attachments, Content content, OutputStream out) throws IOException {
        byte[] head = utf8("{\"id\":" + quote(id) + ",\"docs\":[");
        OutputStream late = new Late(head, out);
        if (content.write(id, attachments, late)) {
            out.write(utf8("]}"));
        } else {
            out.write(utf8(errorEntry(id, "not_found")));
        }
    }

    private static Answer bulkDocs(Request request, Content content) {
        RawJson.elements(request.body(), "docs").forEach(content::take);
        return Answer.of(201, "[]\n");
    }

    /** What a CouchDB has under such a path, this one doesn't have. */
    private static boolean isUnknown(String below) {
        return below.startsWith("_") && !below.startsWith("_design/");
    }

    private static Answer document(String id, Content content) {
        byte[] leaves = Answer.of(200, out -> content.write(id, false, out)).bytes();
        return leaves.length == 0 ? Answer.error(404, "not_found", "missing")
                : Answer.of(200, out -> {
                    out.write('[');
                    out.write(leaves);
                    out.write(']');
                });
    }

    private static Answer local(Request request, Map<String, ObjectNode> local) {
        try {
            ObjectNode there = local.get(request.below());
            if (request.method().equals("GET")) {
                return there == null ? Answer.error(404, "not_found", "missing") : Answer.of(200, there.toString());
            }
            if (request.method().equals("DELETE")) {
                local.remove(request.below());
                return Answer.of(200, "{\"ok\":true}\n");
            }
            ObjectNode content = (ObjectNode) JSON.readTree(request.body());
            String revision = there == null ? null : there.path("_rev").asText();
            if (revision != null && !revision.equals(content.path("_rev").asText())) {
                return Answer.error(409, "conflict", "Document update conflict.");
            }
            String next = "0-" + (revision == null ? 1 : Integer.parseInt(revision.substring(2)) + 1);
            local.put(request.below(), content.put("_id", request.below()).put("_rev", next));
            return Answer.of(201, "{\"ok\":true,\"id\":" + quote(request.below()) + ",\"rev\":\"" + next + "\"}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a head before the first byte, and nothing if there is none. */
    private static final class Late extends OutputStream {

        private final OutputStream out;
        private byte[] head;

        Late(byte[] head, OutputStream out) {
            this.head = head;
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (head != null) {
                out.write(head);
                head = null;
            }
            out.write(bytes, from, length);
        }
    }
}
