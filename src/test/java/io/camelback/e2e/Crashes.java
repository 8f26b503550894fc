package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelback.archive.Selection;
import io.camelback.backup.BackupRequest;
import io.camelback.backup.BackupResult;
import io.camelback.catalog.BatchFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.cleanup.CleanupRequest;
import io.camelback.cleanup.CleanupResult;
import io.camelback.cli.App;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.demo.S3Server;
import io.camelback.e2e.Deeds.Phase;
import io.camelback.job.Progress;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import io.camelback.restore.RestoreRequest;
import io.camelback.restore.RestoreResult;
import io.camelback.rollup.RollupRequest;
import io.camelback.rollup.RollupResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A task on a database that is worked on all the time, with commands in processes that are killed at moments drawn by a seed. What it does
 * besides, in this process, gives them work, and looks at what each of the destinations has.
 */
final class Crashes implements AutoCloseable {

    private static final String TASK = "crash";
    private static final Duration GRACE = Duration.ofHours(1);
    private static final int RUNS_BEFORE_A_ROLLUP = 4;
    private static final int ATTEMPTS = 12;
    /** What a rollup replaced goes with the second, attachments that were only there with the third. */
    private static final int CLEANUPS = 3;
    /** Fewer than come or go with most commands. */
    private static final int MOST_FILES = 30;
    private static final int MOST_DOCUMENTS = 240;

    /** Every restore point that was looked at on a destination counts, each time. */
    int points;
    int restored;
    int goneOn;
    final List<String> wrong = new ArrayList<>();
    final List<String> leftovers = new ArrayList<>();

    private final Path directory;
    private final Random random;
    private final TestCouch couch = TestCouch.get();
    private final String source = couch.fresh();
    private final Editor editor;
    private final Rehearsal.Calendar clock = new Rehearsal.Calendar();
    private final Optional<S3Server> s3;
    private final Victims victims;
    private final App all;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<Instant, Span> spans = new HashMap<>();

    /** States that were looked at: as long as no archive of the chain is another, it is the same object. */
    private final Set<Map<String, Map<String, JsonNode>>> looked = Collections.newSetFromMap(new IdentityHashMap<>());

    /** From before a run until after it, in edits. */
    private record Span(int from, int to) {
    }

    /** One destination, as somebody sees it who has no other. */
    private record Place(App app, String name, Path directory, Staging staging, PointStates states) {

        Catalog catalog() {
            return app.survey(app.config().task(TASK)).orFail();
        }

        BatchFiles files() {
            return new BatchFiles(app::destination, List.of(name));
        }
    }

    /** @param withS3 whether an S3 server is a destination too */
    Crashes(Path directory, long seed, boolean withS3) throws IOException {
        this.directory = directory;
        random = new Random(seed);
        clock.now = Instant.parse("2026-02-20T01:00:00Z");
        editor = new Editor(couch.client(), source, seed);
        s3 = withS3 ? Optional.of(S3Server.start(directory.resolve("s3"), "key", "secret", "bucket")) : Optional.empty();
        List<String> names = withS3 ? List.of("disk", "nas", "cloud") : List.of("disk", "nas");
        Path config = configuration("all", names);
        victims = new Victims(config, directory, random);
        all = start(config);
        for (String name : names) {
            Staging staging = Staging.in(directory.resolve("points"), name);
            App app = start(configuration(name, List.of(name)));
            BatchFiles files = new BatchFiles(app::destination, List.of(name));
            Path files3 = s3.filter(it -> name.equals("cloud")).map(S3Server::files).orElse(directory.resolve(name));
            places.put(name, new Place(app, name, files3, staging, new PointStates(files, staging)));
        }
    }

    private App start(Path config) {
        return App.start(config, Map.of(), Path.of("").toAbsolutePath(), new StopSignal(), Optional.of(clock));
    }

    /** Small chunks and batches, so that there is much that can be half done. */
    private Path configuration(String name, List<String> destinations) throws IOException {
        List<String> lines = new ArrayList<>(List.of("camelback.retryDelay = 1", "camelback.retries = 1", "camelback.staging.directory = staging-" + name,
                "camelback.destinations.disk.type = local", "camelback.destinations.disk.directory = disk",
                "camelback.destinations.nas.type = local", "camelback.destinations.nas.directory = nas",
                "camelback.tasks.crash.source = " + couch.url() + "/" + source, "camelback.tasks.crash.username = " + couch.username(),
                "camelback.tasks.crash.password = " + couch.password(), "camelback.tasks.crash.destinations = " + String.join(",", destinations),
                "camelback.tasks.crash.chunkSize = 40", "camelback.tasks.crash.batchBytes = 4k", "camelback.tasks.crash.attachmentLimit = 1k",
                "camelback.tasks.crash.retention.delta = 3", "camelback.tasks.crash.retention.daily = 2",
                "camelback.tasks.crash.retention.weekly = 2", "camelback.tasks.crash.retention.monthly = 1",
                "camelback.tasks.crash.retention.yearly = 0", "camelback.tasks.crash.cleanup.grace = 1h"));
        s3.ifPresent(it -> lines.addAll(List.of("camelback.destinations.cloud.type = s3", "camelback.destinations.cloud.bucket = " + it.bucket(),
                "camelback.destinations.cloud.accessKey = " + it.accessKey(), "camelback.destinations.cloud.secretKey = " + it.secretKey(),
                "camelback.destinations.cloud.endpoint = " + it.endpoint())));
        return Files.write(directory.resolve(name + ".properties"), lines);
    }

    @Override
    public void close() {
        editor.close();
        all.close();
        places.values().forEach(it -> it.app().close());
        couch.drop(source);
        s3.ifPresent(S3Server::close);
    }

    Map<Verb, Map<Phase, Integer>> kills() {
        return victims.kills();
    }

    /** Kills one process of a verb, with something to do for it; one that ends before shows how long it takes, and another one follows. */
    void kill(Verb verb) throws Exception {
        boolean killed = false;
        for (int i = 0; !killed && i < ATTEMPTS; i++) {
            prepare(verb);
            pass(Duration.ofHours(2));
            killed = verb == Verb.RESTORE ? killRestore() : killed(verb);
        }
        assertThat(killed).as("a process of " + verb + " is killed before it ends").isTrue();
        compare();
    }

    private void prepare(Verb verb) {
        if (verb == Verb.ROLLUP || verb == Verb.CLEANUP) {
            for (int i = 0; i < RUNS_BEFORE_A_ROLLUP; i++) {
                run(false);
            }
        }
        if (verb == Verb.CLEANUP) {
            rollup();
        }
    }

    private boolean killed(Verb verb) throws Exception {
        int from = editor.now();
        boolean killed = victims.kill(verb, clock.now, List.of(TASK), new Deeds.OfFiles(this::files), MOST_FILES);
        spans.put(clock.now, new Span(from, editor.now()));
        return killed;
    }

    /** One restore, killed now and then, and gone on with until it is done: then the database is what it was at that point. */
    private boolean killRestore() throws Exception {
        Place place = new ArrayList<>(places.values()).get(random.nextInt(places.size()));
        List<Chain> chains = place.catalog().chains().points();
        Instant point = chains.get(random.nextInt(chains.size())).point();
        String target = couch.freshName();
        List<String> words = List.of(TASK, "--to", couch.url() + "/" + target, "--at", point.toString());
        Deeds deeds = new Deeds.OfRestore(couch.client(), target);
        boolean killed = victims.kill(Verb.RESTORE, clock.now, words, deeds, MOST_DOCUMENTS);
        if (killed) {
            while (random.nextInt(3) == 0 && deeds.phase(true) != Phase.COMMITTING && victims.kill(Verb.RESTORE, clock.now, words, deeds, MOST_DOCUMENTS)) {
                // and once more
            }
            if (deeds.phase(true) != Phase.COMMITTING) {
                goneOn += deeds.count() > 0 ? 1 : 0;
                restore(place, point, target);
            }
        }
        look(point, target);
        return killed;
    }

    private void look(Instant point, String target) {
        wrong.addAll(editor.wrong("restored as of " + point, spans.get(point).from(), spans.get(point).to(), couch.client().leaves(target), true));
        assertThat(couch.client().get("/" + target + "/_local_docs").path("rows")).as("the note is gone").isEmpty();
        couch.drop(target);
        restored++;
    }

    private RestoreResult restore(Place place, Instant point, String target) {
        RestoreResult result = place.app().call("direct:restore", new RestoreRequest(TASK, DatabaseUrl.parse(couch.url() + "/" + target).url(),
                Access.of(Optional.of(new Credentials.Basic(couch.username(), couch.password()))), Optional.of(point), Selection.ALL, true, Progress.NONE),
                RestoreResult.class);
        assertThat(result.point()).isEqualTo(point);
        return result;
    }

    private void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    private void run(boolean full) {
        pass(Duration.ofHours(7));
        int from = editor.now();
        assertThat(all.call("direct:backup", new BackupRequest(TASK, full, Progress.NONE), BackupResult.class).enough()).isTrue();
        spans.put(clock.now, new Span(from, editor.now()));
    }

    private RollupResult rollup() {
        RollupResult result = all.call("direct:rollup", new RollupRequest(TASK), RollupResult.class);
        assertThat(result.problems()).isEmpty();
        return result;
    }

    private CleanupResult cleanup() {
        CleanupResult result = all.call("direct:cleanup", new CleanupRequest(TASK), CleanupResult.class);
        assertThat(result.plan().halt()).isEmpty();
        return result;
    }

    /** Looks at every restore point that a destination lists, merged from its archives. */
    private void compare() {
        for (Place place : places.values()) {
            Catalog catalog = place.catalog();
            assertThat(catalog.damaged()).isEmpty();
            for (Chain chain : catalog.chains().points()) {
                Span span = spans.get(chain.point());
                assertThat(span).as("there was a run at " + chain.point()).isNotNull();
                Map<String, Map<String, JsonNode>> state = place.states().at(chain);
                if (looked.add(state)) {
                    wrong.addAll(editor.wrong(place.name() + " as of " + chain.point(), span.from(), span.to(), state, false));
                }
                points++;
            }
            place.states().forget(catalog.archives());
        }
    }

    /** Runs each verb to its end, restores every point from every destination, and looks for what was left behind. */
    void end() throws IOException {
        run(false);
        run(true);
        rollup();
        assertThat(rollup().plan().rollups()).as("what a second rollup would do").isEmpty();
        for (int i = 0; i < CLEANUPS; i++) {
            cleanup();
            pass(GRACE.plusMinutes(1));
        }
        assertThat(cleanup().removed()).as("what one more cleanup removes").isEmpty();
        compare();
        for (Place place : places.values()) {
            for (Chain chain : place.catalog().chains().points()) {
                String target = couch.freshName();
                restore(place, chain.point(), target);
                look(chain.point(), target);
            }
            leftovers.addAll(Leftovers.of(place.directory(), TASK, place.catalog().archives(), place.files(), place.staging()));
        }
        try (Stream<Path> walk = Files.walk(directory.resolve("staging-all"))) {
            walk.filter(Files::isRegularFile).map(Path::toString).filter(it -> !it.endsWith(".lock")).forEach(leftovers::add);
        }
    }

    /** What all destinations have; files may come and go meanwhile. */
    private Set<String> files() {
        Set<String> files = new TreeSet<>();
        for (Place place : places.values()) {
            try (Stream<Path> walk = Files.walk(place.directory())) {
                walk.filter(Files::isRegularFile).map(Path::toString).forEach(files::add);
            } catch (IOException | UncheckedIOException e) {
                // there is nothing yet, or no longer
            }
        }
        return files;
    }

    enum Verb {
        BACKUP("backup"), FULL("backup", "--full"), ROLLUP("rollup"), CLEANUP("cleanup"), RESTORE("restore");

        final List<String> words;

        Verb(String... words) {
            this.words = List.of(words);
        }
    }
}
