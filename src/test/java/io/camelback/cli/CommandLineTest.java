package io.camelback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.service.FakeCouchDb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What users see of the commands: what is printed where, and the exit codes. */
class CommandLineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;
    private static FakeCouchDb couch;

    /** What a command printed, and the code it ended with. */
    private record Result(int code, String out, String err) {

        JsonNode json() throws IOException {
            assertThat(out.lines()).as(out).hasSize(1);
            return JSON.readTree(out);
        }
    }

    @BeforeAll
    static void backup() {
        couch = new FakeCouchDb().add("order-1").add("order-2");
        assertThat(run(it -> it, "backup", "orders").code).isZero();
    }

    @AfterAll
    static void end() {
        couch.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "backup                                       | Missing required parameter: 'TASK'. camelback help says more",
        "backup orders --nope                         | Unknown option: '--nope'. camelback help says more",
        "backup orders customers                      | Unmatched argument at index 3: 'customers'. camelback help says more",
        "nope                                         | Unmatched argument at index 0: 'nope'. camelback help says more",
        "help nope                                    | Unknown subcommand 'nope'. camelback help says more",
        "restore orders --at                          | Missing required parameter for option '--at' (TIME). camelback help says more",
        "backup customers                             | there is no task 'customers'. The configuration has: orders",
        "list customers                               | there is no task 'customers'. The configuration has: orders",
        "status customers                             | there is no task 'customers'. The configuration has: orders",
        "export customers                             | there is no task 'customers'. The configuration has: orders",
        "restore customers --to http://h/db           | there is no task 'customers'. The configuration has: orders",
        "restore orders                               | a restore needs a target. Add --to http://host:5984/NEW_NAME, or name documents with --doc ID",
        "restore orders --stdout                      | a restore needs a target. Add --to http://host:5984/NEW_NAME, or name documents with --doc ID",
        "restore orders --to ftp://h/db               | the database URL must begin with http:// or https:// and name a host. Write http://host:5984/name",
        "restore orders --to http://h/db --at noon    | --at noon is no time. Write 2026-01-31T12:00:00Z, 2026-01-31T12:00, 2026-01-31, or latest",
        "restore orders --to http://h/db --at 2026-02-30  | --at 2026-02-30 is no time. Write 2026-01-31T12:00:00Z, 2026-01-31T12:00, 2026-01-31, or latest",
        "history customers --doc a                    | there is no task 'customers'. The configuration has: orders",
        "history orders                               | Missing required option: '--doc=ID'. camelback help says more",
        "restore orders --doc a --to http://h/db --stdout | --to and --stdout exclude each other. Keep one of the two",
        "restore orders --to http://h/db --only a*b   | --only: 'a*b' has a * that is not at its end. Write %2A for one that belongs to an id",
        "restore orders --doc a --only b              | --doc and --only exclude each other. --doc is for documents that go into a database which has others",
        "restore orders --doc a --ca ca.pem           | --ca is for the target that --to names. Add --to URL; for the source, set the task's ca",
        "export orders --only a**                     | --only: 'a**' has a * that is not at its end. Write %2A for one that belongs to an id",
        "export orders --at noon                      | --at noon is no time. Write 2026-01-31T12:00:00Z, 2026-01-31T12:00, 2026-01-31, or latest",
        "run                                          | no task has a schedule. Give one: camelback.tasks.NAME.schedule = 0 2 * * *",
    })
    void badInputIsToldInOneLineAndEndsWithTwo(String words, String message) throws IOException {
        assertOneLine(2, message, it -> it, words.split(" "));
    }

    @Test
    void beforeTheFirstBackupThereIsNoRestorePoint() throws IOException {
        String point = JSON.readTree(run(it -> it, "list", "orders", "--json").out).path("restorePoints").path(0).asText();
        String message = "task orders has no restore point at or before 2020-01-01T00:00:00Z. The first one is " + point;
        assertOneLine(2, message, it -> it, "restore", "orders", "--to", "http://127.0.0.1:1/new", "--at", "2020-01-01T00:00:00Z");
        assertOneLine(2, message, it -> it, "export", "orders", "--at", "2020-01-01T01:00:00+01:00");
        assertOneLine(2, message, it -> it, "restore", "orders", "--doc", "order-1", "--stdout", "--at", "2020-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "checkpoint = true | pasword = x          | camelback.tasks.orders.pasword is not a known key. Did you mean password?",
        "checkpoint = true | schedule = 61 * * * * | camelback.tasks.orders.schedule: '61 * * * *' is not a cron expression: '61' is no minute. "
            + "It goes from 0 to 59; a range is 1-5, a list 1,3, a step */2",
        "checkpoint = true | schedule = often   | camelback.tasks.orders.schedule: 'often' is not a cron expression: it has 1 field. "
            + "Write five fields (0 2 * * *) or Quartz's six (0 0 2 * * ?)",
        "= secret | = {{file:/no/such/file}}    | camelback.tasks.orders.password: {{file:/no/such/file}} can't be resolved. "
            + "Check that this file is there and may be read",
        "= secret | = {{env:CAMELBACK_NO_SUCH}} | camelback.tasks.orders.password: {{env:CAMELBACK_NO_SUCH}} can't be resolved. "
            + "Set it, or write the value in its place",
        "retries = 1 | retries = often          | camelback.retries = often is not a number from 0 to 1000",
    })
    void aConfigurationThatIsNotRightIsToldInOneLineAndEndsWithTwo(String right, String wrong, String message) throws IOException {
        assertOneLine(2, message, it -> it.replace(right, wrong), "backup", "orders");
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() throws IOException {
        Path missing = folder.resolve("missing.properties");
        Result result = captured("list", "--config", missing.toString(), "--json");
        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).isEqualTo("camelback: there is no configuration file " + missing + ". Name one with --config FILE" + System.lineSeparator());
        assertThat(result.json().path("exitCode").asInt()).isEqualTo(2);
    }

    @Test
    void aSourceThatCannotBeReadEndsWithThree() throws IOException {
        assertOneLine(3, "there is no database " + couch.url() + "/other. Check the name of the database", it -> it.replace("/orders", "/other"), "backup", "orders");
        assertOneLine(3, "GET " + couch.url() + "/orders answered 401 (unauthorized: Name or password is incorrect.). "
                + "Check the user name, the password and what this user may do", it -> it.replace("= secret", "= wrong-secret"), "backup", "orders");
        String nobody = "http://127.0.0.1:" + freePort();
        Result result = run(it -> it.replace(couch.url(), nobody), "backup", "orders");
        assertThat(result.code).isEqualTo(3);
        assertThat(result.err).startsWith("camelback: ").contains(nobody + "/orders").hasLineCount(1);
    }

    @Test
    void aTargetThatIsNotEmptyIsRefused() throws IOException {
        assertOneLine(2, "the target " + couch.url() + "/orders is not empty: it has 2 documents and 0 deleted ones. Name a new database, or an empty one",
                it -> it, "restore", "orders", "--to", couch.url() + "/orders");
    }

    @Test
    void manifestsOfANewerFormatAndDamagedOnesEndWithFive() throws IOException {
        Path manifest = manifest();
        String right = Files.readString(manifest);
        try {
            Files.writeString(manifest, right.replace("\"format\" : 1", "\"format\" : 2").replaceFirst(",\n  \"seal\" : .*\n", "\n"));
            String newer = "nas:" + folder.resolve("nas").relativize(manifest) + " is in archive format 2; this Camelback reads format 1. Update Camelback.";
            assertOneLine(5, newer, it -> it, "list", "orders");
            assertOneLine(5, newer, it -> it, "backup", "orders");
            assertOneLine(5, newer, it -> it, "restore", "orders", "--to", "http://127.0.0.1:1/new");
            assertThat(run(it -> it, "status").code).isEqualTo(5);
            Files.writeString(manifest, right.substring(0, right.length() / 2));
            Result damaged = run(it -> it, "list", "orders");
            assertThat(damaged.code).isEqualTo(5);
            assertThat(damaged.err).startsWith("camelback: warning: an archive is left out: nas:").contains(" is damaged: ").hasLineCount(1);
        } finally {
            Files.writeString(manifest, right);
        }
        assertThat(run(it -> it, "list", "orders").code).isZero();
    }

    @Test
    void aTaskWhoseDestinationsCannotBeReadDoesNotHideTheOthers() throws IOException {
        UnaryOperator<String> twoTasks = it -> it + it.lines().filter(line -> line.startsWith("camelback.tasks")).map(line -> line.replace("orders.", "others."))
                .map(line -> line.replace("= nas", "= broken") + "\n").reduce("", String::concat)
                + "camelback.destinations.broken.type = ftp\ncamelback.destinations.broken.host = 127.0.0.1\ncamelback.destinations.broken.port = " + freePort()
                + "\ncamelback.destinations.broken.username = u\ncamelback.destinations.broken.password = p\n";
        Result result = run(twoTasks, "status");
        assertThat(result.out).contains("orders: good").contains("others: UNKNOWN").contains("unreachable    broken: ");
        assertThat(result.code).isEqualTo(4);
        JsonNode tasks = run(twoTasks, "status", "--json").json().path("tasks");
        assertThat(tasks.findValuesAsText("state")).containsExactly("good", "unknown");
    }

    @Test
    void aDocumentThatWasNotThereIsToldAndEndsWithOne() {
        Result result = run(it -> it, "restore", "orders", "--doc", "order-9", "--stdout");
        assertThat(result.code).isEqualTo(1);
        assertThat(result.err).startsWith("camelback: document order-9 was not there at ").hasLineCount(1);
        Result partly = run(it -> it, "restore", "orders", "--doc", "order-9", "order-1", "--stdout");
        assertThat(partly.code).isEqualTo(6);
        assertThat(partly.err).startsWith("orders: restore point ").contains("document order-9 was not there at ").hasLineCount(2);
        assertThat(partly.out).isEqualTo("{\"_id\":\"order-1\",\"_rev\":\"1-a\",\"_revisions\":{\"start\":1,\"ids\":[\"a\"]}}" + System.lineSeparator());
    }

    @Test
    void aDocumentThatIsInNoArchiveIsToldAndEndsWithOne() throws IOException {
        Result result = run(it -> it, "history", "orders", "--doc", "order-9");
        assertThat(result.code).isEqualTo(1);
        assertThat(result.out).isEmpty();
        assertThat(result.err).isEqualTo("camelback: document order-9 is in none of the 1 archives of orders" + System.lineSeparator());
        Result json = run(it -> it, "history", "orders", "--doc", "order-9", "--json");
        assertThat(json.code).isEqualTo(1);
        assertThat(json.out).isEqualTo("{\"task\":\"orders\",\"doc\":\"order-9\",\"versions\":[],\"unreadable\":[],\"damaged\":[],\"unreachable\":{}}" + System.lineSeparator());
    }

    @Test
    void aDayIsMeantInTheTimeZoneOfTheTask() throws IOException {
        Instant point = Instant.parse(JSON.readTree(run(it -> it, "list", "orders", "--json").out).path("restorePoints").path(0).asText());
        for (String zone : List.of("UTC", "Pacific/Kiritimati", "Pacific/Niue")) {
            LocalDate day = LocalDate.ofInstant(point, ZoneId.of(zone));
            UnaryOperator<String> inZone = it -> it + "camelback.tasks.orders.timezone = " + zone + "\n";
            Result found = run(inZone, "restore", "orders", "--doc", "order-1", "--stdout", "--at", day.toString());
            assertThat(found.code).as(zone).isZero();
            assertThat(found.err).isEqualTo("orders: restore point " + point + System.lineSeparator());
            String before = day.minusDays(1).toString();
            assertThat(run(inZone, "restore", "orders", "--doc", "order-1", "--stdout", "--at", before).code).as(zone).isEqualTo(2);
            assertThat(run(inZone, "export", "orders", "--at", before).err).contains("has no restore point at or before ");
        }
    }

    @Test
    void resultsAreOneJsonObjectIfAskedFor() throws IOException {
        JsonNode backup = run(it -> it, "backup", "orders", "--json").json();
        assertThat(backup.fieldNames()).toIterable().containsExactly("task", "run", "level", "archives", "documents", "deleted", "bytes", "stored", "resumed", "attachments",
                "attachmentBytes", "seconds", "unchanged", "restorePoint", "destinations", "copied", "verified", "warnings");
        assertThat(backup.path("unchanged").asBoolean()).isTrue();
        JsonNode list = run(it -> it, "list", "orders", "--json").json();
        assertThat(list.fieldNames()).toIterable().containsExactly("task", "archives", "restorePoints", "unchangedAsOf", "damaged", "unreachable");
        assertThat(run(it -> it, "list", "--json").json().path("tasks").path(0)).isEqualTo(list);
        JsonNode status = run(it -> it, "status", "--json").json().path("tasks").path(0);
        assertThat(status.fieldNames()).toIterable().containsExactly("task", "state", "stale", "unchanged", "lastGoodRun", "restorePoint", "ageSeconds",
                "restorePointAgeSeconds", "nextRun", "behind", "unreachable", "verified");
        assertThat(status.path("state").asText()).isEqualTo("good");
    }

    @Test
    void helpAndVersionArePrintedToStandardOutput() {
        Result help = captured("help");
        assertThat(help.code).isZero();
        assertThat(help.out).startsWith("Usage: camelback").contains("backup", "restore", "Exit codes: 0 done");
        assertThat(help.out.lines()).allMatch(it -> it.length() <= 80);
        assertThat(captured().out).isEqualTo(help.out);
        assertThat(captured("--help").out).isEqualTo(help.out);
        for (String command : List.of("run", "backup", "list", "status", "history", "restore", "export")) {
            Result detail = captured("help", command);
            assertThat(detail.code).isZero();
            assertThat(detail.out).startsWith("Usage: camelback " + command).contains("--config");
            assertThat(captured(command, "--help").out).isEqualTo(detail.out);
        }
        Result version = captured("--version");
        assertThat(version.code).isZero();
        assertThat(version.out).startsWith("camelback ");
        assertThat(help.err + version.err).isEmpty();
    }

    @Test
    void theStackIsPrintedForThoseWhoAskForIt() {
        Result result = run(it -> it, "backup", "customers", "--stacktrace");
        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).startsWith("camelback: there is no task 'customers'").contains("\tat io.camelback.config.Config.");
    }

    /** One line on standard error, nothing on standard output but, if asked for, the same as JSON. */
    private static void assertOneLine(int code, String message, UnaryOperator<String> change, String... words) throws IOException {
        Result result = run(change, words);
        assertThat(result.err).isEqualTo("camelback: " + message + System.lineSeparator());
        assertThat(result.out).isEmpty();
        assertThat(result.code).isEqualTo(code);
        if (!words[0].equals("help")) {
            String[] withJson = Stream.concat(Stream.of(words), Stream.of("--json")).toArray(String[]::new);
            JsonNode error = run(change, withJson).json();
            assertThat(error.path("exitCode").asInt()).isEqualTo(code);
            assertThat(error.fieldNames()).toIterable().containsExactly("error", "exitCode");
        }
    }

    /** What the launcher lets Java remember classes of gets as far as it can. */
    @Test
    void classesAreThoseOfArchivesThatTheCommandMadeItselfAndOfServersThatAreNotThere() {
        Result result = captured("classes");

        assertThat(result.code).isZero();
        assertThat(result.out).contains("sample: 2 archives, 2 restore points", "sample: good", "sample: sample is in 2 of 2 archives")
                .endsWith("{\"_id\":\"sample\",\"_rev\":\"2-0\",\"_revisions\":{\"start\":2,\"ids\":[\"0\"]}}\n");
        assertThat(result.err.lines()).satisfiesExactly(
                it -> assertThat(it).startsWith("destination bucket: list failed: unreachable: "),
                it -> assertThat(it).startsWith("destination server: list failed: unreachable: "),
                it -> assertThat(it).startsWith("GET http://127.0.0.1:1/sample got no answer: "),
                it -> assertThat(it).startsWith("sample: restore point "));
    }

    private static Result run(UnaryOperator<String> change, String... words) {
        String configuration = """
                camelback.retries = 1
                camelback.retryDelay = 1
                camelback.destinations.nas.type = local
                camelback.destinations.nas.directory = nas
                camelback.tasks.orders.source = %s/orders
                camelback.tasks.orders.username = user
                camelback.tasks.orders.password = secret
                camelback.tasks.orders.checkpoint = true
                camelback.tasks.orders.minDestinations = 1
                camelback.tasks.orders.destinations = nas
                """.formatted(couch.url());
        try {
            Path file = folder.resolve("application.properties");
            Files.writeString(file, change.apply(configuration));
            List<String> all = new ArrayList<>(List.of(words));
            if (!words[0].equals("help") && !words[0].equals("nope")) {
                all.add(1, "--config=" + file);
            }
            return captured(all.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result captured(String... words) {
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = CommandLineMain.execute(words);
            return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
            ((Logger) LoggerFactory.getLogger("io.camelback")).setLevel(Level.WARN);     // the service raises it for its process
        }
    }

    private static Path manifest() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("nas"))) {
            return files.filter(it -> it.getFileName().toString().equals("manifest.json")).findFirst().orElseThrow();
        }
    }

    private static int freePort() throws UncheckedIOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
