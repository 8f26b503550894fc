package io.camelback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.archive.Level;
import io.camelback.archive.Selection;
import io.camelback.couchdb.Access;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.couchdb.Credentials;
import io.camelback.couchdb.Credentials.IamKey;
import io.camelback.failure.Failure;
import io.camelback.stub.TestCa;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigReaderTest extends WrittenConfig {

    @Test
    void noTaskHasTheNameUnderWhichDestinationsKeepAttachments() {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> read(MINIMAL.replace("tasks.orders", "tasks.attachments")))
                .withMessage("camelback.tasks.attachments.source: no task can be called attachments. Give it another name: destinations keep attachments there");
    }

    @Test
    void archivesAreVerifiedAndRestoresTriedOnSchedulesOfTheirOwn() {
        Verification verification = read(MINIMAL + """
                camelback.tasks.orders.verify.schedule = 0 3 * * *
                camelback.tasks.orders.verify.sample = 2.5 %
                camelback.tasks.orders.testRestore.schedule = 0 4 1 * *
                camelback.tasks.orders.testRestore.to = http://ann:secret@test.example.com:5984
                """).task("orders").verification();
        assertThat(verification.schedule()).map(Schedule::cron).contains("0 0 3 * * ?");
        assertThat(verification.sample()).isEqualTo(new Sample(2.5)).hasToString("2.5%");
        assertThat(verification.restores()).isPresent();
        assertThat(verification.server()).contains(new DatabaseUrl("http://test.example.com:5984", ""));
        assertThat(verification.access().credentials()).isPresent();
    }

    @Test
    void whatIsNotWrittenIsAtItsDefault() {
        Config config = read(MINIMAL);
        TaskConfig task = config.task("orders");
        assertThat(task).isEqualTo(new TaskConfig("orders", task.source(), Access.OPEN, Optional.empty(), ZoneId.of("UTC"),
                List.of("nas"), 1, 1024 * 1024, 4, 250_000, 64 * 1024 * 1024, true, true, false, Selection.ALL, Upkeep.DEFAULT, Verification.NONE));
        assertThat(task.source()).hasToString("http://db.example.com:5984/orders");
        assertThat(config.destinations()).containsOnlyKeys("nas");
        assertThat(config.destinations().get("nas")).isEqualTo(new DestinationConfig("nas", "local", Map.of()));
        assertThat(config.staging()).isEqualTo(folder.resolve("conf/staging"));
        assertThat(config.routes()).isEqualTo(installation.resolve("routes"));
        assertThat(config.clock().instant()).isNotEqualTo(Instant.EPOCH);
    }

    @Test
    void everyOptionIsRead() throws IOException {
        Files.createDirectories(folder.resolve("conf/my-routes"));
        Config config = read("""
                camelback.clock = 2026-01-31T12:00:00Z
                camelback.staging.directory = ../work
                camelback.routes = my-routes
                camelback.retries = 0
                camelback.retryDelay = 1
                camelback.destinations.nas.type = local
                camelback.destinations.nas.directory = backups/here
                camelback.destinations.off-site.type = s3
                camelback.destinations.off-site.bucket = b
                camelback.tasks.my_orders-1.source = https://db.example.com/a%2Fb
                camelback.tasks.my_orders-1.username = user
                camelback.tasks.my_orders-1.password = secret
                camelback.tasks.my_orders-1.schedule = 0 2 * * *
                camelback.tasks.my_orders-1.timezone = Europe/Vienna
                camelback.tasks.my_orders-1.destinations = off-site , nas,off-site
                camelback.tasks.my_orders-1.minDestinations = 2
                camelback.tasks.my_orders-1.attachmentLimit = 0
                camelback.tasks.my_orders-1.parallel = 64
                camelback.tasks.my_orders-1.chunkSize = 1
                camelback.tasks.my_orders-1.batchBytes = 1k
                camelback.tasks.my_orders-1.checkpoint = false
                camel.component.http.followRedirects = false
                something.else = ignored
                """);
        TaskConfig task = config.task("my_orders-1");
        assertThat(task.source()).hasToString("https://db.example.com/a%2Fb");
        assertThat(task.access().credentials()).contains(new Credentials.Basic("user", "secret"));
        assertThat(task.schedule()).contains(new Schedule("0 0 2 * * ?", ZoneId.of("Europe/Vienna")));
        assertThat(task.zone()).isEqualTo(ZoneId.of("Europe/Vienna"));
        assertThat(task.destinations()).containsExactly("off-site", "nas");
        assertThat(task.minDestinations()).isEqualTo(2);
        assertThat(task.attachmentLimit()).isZero();
        assertThat(task.parallel()).isEqualTo(64);
        assertThat(task.chunkSize()).isEqualTo(1);
        assertThat(task.batchBytes()).isEqualTo(1024);
        assertThat(task.checkpoint()).isFalse();
        assertThat(config.destinations().get("nas").parameters()).isEqualTo(Map.of("directory", folder.resolve("conf/backups/here").toString()));
        assertThat(config.destinations().get("off-site")).isEqualTo(new DestinationConfig("off-site", "s3", Map.of("bucket", "b")));
        assertThat(config.staging()).isEqualTo(folder.resolve("work"));
        assertThat(config.routes()).isEqualTo(folder.resolve("conf/my-routes"));
        assertThat(config.clock().instant()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
    }

    @Test
    void historyIsKeptAsLongAsTheDefaultsSay() {
        Upkeep upkeep = read(MINIMAL).task("orders").upkeep();
        assertThat(Retention.LEVELS).extracting(upkeep.retention()::keeps).containsExactly(48, 7, 4, 12, Retention.UNLIMITED);
        assertThat(upkeep.retention().foldRatio()).isEqualTo(0.1);
        assertThat(upkeep.retention().grace()).isEqualTo(Duration.ofHours(24));
        assertThat(upkeep).isEqualTo(new Upkeep(upkeep.retention(), Optional.empty(), true, Optional.empty()));
    }

    @Test
    void everyOptionOfUpkeepIsRead() {
        TaskConfig task = read(MINIMAL + """
                camelback.tasks.orders.timezone = Europe/Vienna
                camelback.tasks.orders.deleted = skip
                camelback.tasks.orders.fullSchedule = 0 1 1 * *
                camelback.tasks.orders.rollup.schedule = 30 4 * * *
                camelback.tasks.orders.rollup.afterRun = true
                camelback.tasks.orders.retention.delta = 0
                camelback.tasks.orders.retention.daily = 999999
                camelback.tasks.orders.retention.weekly = unlimited
                camelback.tasks.orders.retention.monthly = 1
                camelback.tasks.orders.retention.yearly = 007
                camelback.tasks.orders.fold.ratio = 0.25
                camelback.tasks.orders.cleanup.grace = 90m
                """).task("orders");
        ZoneId vienna = ZoneId.of("Europe/Vienna");
        Retention retention = new Retention(Map.of(Level.DELTA, 0, Level.DAILY, 999_999, Level.WEEKLY, Retention.UNLIMITED, Level.MONTHLY, 1,
                Level.YEARLY, 7), 0.25, Duration.ofMinutes(90));
        assertThat(task.keepDeleted()).isFalse();
        assertThat(task.upkeep()).isEqualTo(new Upkeep(retention, Optional.of(Schedule.parse("30 4 * * *", vienna)), true,
                Optional.of(Schedule.parse("0 1 1 * *", vienna))));
    }

    @Test
    void whoHasAScheduleForRollupsWantsNoneAfterEachRunUnlessHeSaysSo() {
        String schedule = MINIMAL + "camelback.tasks.orders.rollup.schedule = 30 4 * * *\n";
        assertThat(read(schedule).task("orders").upkeep().rollupAfterRun()).isFalse();
        assertThat(read(schedule + "camelback.tasks.orders.rollup.afterRun = true").task("orders").upkeep().rollupAfterRun()).isTrue();
        assertThat(read(MINIMAL + "camelback.tasks.orders.rollup.afterRun = false").task("orders").upkeep().rollupAfterRun()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0s,PT0S", "45s,PT45S", "90m,PT1H30M", "24h,PT24H", "7d,PT168H", "7 d,PT168H", "999999d,PT23999976H"})
    void gracePeriodsHaveAUnit(String written, Duration grace) {
        assertThat(read(MINIMAL + "camelback.tasks.orders.cleanup.grace = " + written).task("orders").retention().grace()).isEqualTo(grace);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "0.05,0.05", "999.999999,999.999999"})
    void ratiosAreDecimalNumbers(String written, double ratio) {
        assertThat(read(MINIMAL + "camelback.tasks.orders.fold.ratio = " + written).task("orders").retention().foldRatio()).isEqualTo(ratio);
    }

    @Test
    void theEnvironmentMayChangeRetention() {
        TaskConfig task = read(MINIMAL, Map.of("CAMELBACK_TASKS_ORDERS_RETENTION_DAILY", "3", "CAMELBACK_TASKS_ORDERS_ROLLUP_AFTERRUN", "false",
                "CAMELBACK_TASKS_ORDERS_FULLSCHEDULE", "0 1 1 * *")).task("orders");
        assertThat(task.retention().keeps(Level.DAILY)).isEqualTo(3);
        assertThat(task.upkeep().rollupAfterRun()).isFalse();
        assertThat(task.upkeep().fulls()).isPresent();
    }

    @Test
    void absoluteDirectoriesStayWhereTheyAre() {
        Config config = read(MINIMAL + "camelback.staging.directory = /var/tmp/camelback\ncamelback.destinations.nas.directory = /mnt/nas\n");
        assertThat(config.staging()).isEqualTo(Path.of("/var/tmp/camelback"));
        assertThat(config.destinations().get("nas").parameters()).containsEntry("directory", "/mnt/nas");
    }

    @Test
    void routesBesideTheFileComeBeforeTheInstallations() throws IOException {
        Files.createDirectories(folder.resolve("conf/routes"));
        assertThat(read(MINIMAL).routes()).isEqualTo(folder.resolve("conf/routes"));
    }

    @ParameterizedTest
    @CsvSource({"1024,1024", "64k,65536", "64K,65536", "3m,3145728", "1 g,1073741824", "1073741824,1073741824", "01k,1024"})
    void sizesMayHaveAUnit(String written, long bytes) {
        assertThat(read(MINIMAL + "camelback.tasks.orders.batchBytes = " + written).task("orders").batchBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "tasks.orders.pasword = x            | camelback.tasks.orders.pasword is not a known key. Did you mean password?",
        "tasks.orders.minDestination = 1     | camelback.tasks.orders.minDestination is not a known key. Did you mean minDestinations?",
        "tasks.orders.wholly.other = 1       | camelback.tasks.orders.wholly.other is not a known key. Known are: source, username, password",
        "tasks.orders. = 1                   | camelback.tasks.orders. is not a known key",
        "tasks.orders = 1                    | camelback.tasks.orders is not a key. Write camelback.tasks.NAME.OPTION",
        "tasks.two\\ words.source = 1        | camelback.tasks.two words.source is not a key",
        "tasks..source = 1                   | camelback.tasks..source is not a key",
        "destinations.nas = 1                | camelback.destinations.nas is not a key. Write camelback.destinations.NAME.OPTION",
        "staging = /tmp                      | camelback.staging is not a known key. Known are: camelback.clock, camelback.staging.directory",
        "retrydelay = 1                      | camelback.retrydelay is not a known key. Did you mean camelback.retryDelay?",
        "task.orders.source = 1              | camelback.task.orders.source is not a known key. Known are: camelback.clock",
        "destinations.empty.bucket = b       | camelback.destinations.empty.type is missing. Name a type: local, s3, ftp, or one of your own",
        "destinations.NAS.type = ftp         | camelback.destinations.NAS and camelback.destinations.nas differ only in case, dashes or underscores. Rename one of them",
        "tasks.other.destinations = nas      | camelback.tasks.other.source is missing. Write the URL of the database: http://host:5984/name",
        "tasks.orders.source =               | camelback.tasks.orders.source is missing",
        "tasks.orders.source = ftp://h/db    | camelback.tasks.orders.source: the database URL must begin with http:// or https://",
        "tasks.orders.source = http://h:5984 | camelback.tasks.orders.source: the URL http://h:5984 names no database",
        "tasks.orders.source = http://h/a b  | camelback.tasks.orders.source: the database URL is not a URL",
        "tasks.orders.destinations =         | camelback.tasks.orders.destinations is missing. Name one or more destinations, with commas between",
        "tasks.orders.destinations = ,       | camelback.tasks.orders.destinations names '', which is not a destination",
        "tasks.orders.destinations = nas,nsa | camelback.tasks.orders.destinations names 'nsa', which is not a destination. The destinations are: nas",
        "tasks.orders.password = x           | camelback.tasks.orders.username is missing, for there is a password. Name the user",
        "tasks.orders.schedule = daily       | camelback.tasks.orders.schedule: 'daily' is not a cron expression",
        "tasks.orders.timezone = Vienna      | camelback.tasks.orders.timezone = Vienna is not a time zone. Write one like Europe/Vienna, or UTC",
        "tasks.orders.minDestinations = 2    | camelback.tasks.orders.minDestinations = 2 is not a number from 1 to 1",
        "tasks.orders.parallel = many        | camelback.tasks.orders.parallel = many is not a number from 1 to 64",
        "tasks.orders.parallel = 0           | camelback.tasks.orders.parallel = 0 is not a number from 1 to 64",
        "tasks.orders.chunkSize = 1.5        | camelback.tasks.orders.chunkSize = 1.5 is not a number from 1 to 1000000",
        "tasks.orders.batchBytes = 64mb      | camelback.tasks.orders.batchBytes = 64mb is not a number from 1024 to 1073741824. Write bytes, or with k, m or g behind: 64m",
        "tasks.orders.batchBytes = 1         | camelback.tasks.orders.batchBytes = 1 is not a number",
        "tasks.orders.batchBytes = 2g        | camelback.tasks.orders.batchBytes = 2g is not a number",
        "tasks.orders.batchBytes = -1m       | camelback.tasks.orders.batchBytes = -1m is not a number",
        "tasks.orders.attachmentLimit = 17179869184g | camelback.tasks.orders.attachmentLimit = 17179869184g is not a number from 0",
        "tasks.orders.attachmentLimit = m    | camelback.tasks.orders.attachmentLimit = m is not a number from 0",
        "tasks.orders.checkpoint = yes       | camelback.tasks.orders.checkpoint = yes is neither true nor false",
        "tasks.orders.deleted = drop         | camelback.tasks.orders.deleted = drop is neither keep nor skip",
        "tasks.orders.fullSchedule = monthly | camelback.tasks.orders.fullSchedule: 'monthly' is not a cron expression",
        "tasks.orders.verify.sample = 0%     | camelback.tasks.orders.verify.sample: '0%' is no part of what is stored",
        "tasks.orders.verify.sample = 5      | camelback.tasks.orders.verify.sample: '5' is no part of what is stored",
        "tasks.orders.verify.schedule = 0 4  | camelback.tasks.orders.verify.schedule: '0 4' is not a cron expression",
        "tasks.orders.testRestore.to = http://h:5984/db | camelback.tasks.orders.testRestore.to: the URL http://h:5984/db names a database",
        "tasks.orders.rollup.schedule = 0 4  | camelback.tasks.orders.rollup.schedule: '0 4' is not a cron expression",
        "tasks.orders.rollup.afterRun = 1    | camelback.tasks.orders.rollup.afterRun = 1 is neither true nor false",
        "tasks.orders.rollup = 0 4 * * *     | camelback.tasks.orders.rollup is not a known key",
        "tasks.orders.retention.hourly = 24  | camelback.tasks.orders.retention.hourly is not a known key. Did you mean retention.",
        "tasks.orders.retention.delta = -1   | camelback.tasks.orders.retention.delta = -1 is neither a number from 0 to 999999 nor unlimited",
        "tasks.orders.retention.daily = 1.5  | camelback.tasks.orders.retention.daily = 1.5 is neither a number from 0 to 999999 nor unlimited",
        "tasks.orders.retention.weekly = all | camelback.tasks.orders.retention.weekly = all is neither a number from 0 to 999999 nor unlimited",
        "tasks.orders.retention.yearly = 1000000 | camelback.tasks.orders.retention.yearly = 1000000 is neither a number from 0 to 999999 nor unlimited",
        "tasks.orders.fold.ratio = 10%       | camelback.tasks.orders.fold.ratio = 10% is not a ratio. Write one like 0.1",
        "tasks.orders.fold.ratio = -0.1      | camelback.tasks.orders.fold.ratio = -0.1 is not a ratio",
        "tasks.orders.fold.ratio = .1        | camelback.tasks.orders.fold.ratio = .1 is not a ratio",
        "tasks.orders.fold.ratio = 1e3       | camelback.tasks.orders.fold.ratio = 1e3 is not a ratio",
        "tasks.orders.cleanup.grace = 24     | camelback.tasks.orders.cleanup.grace = 24 is not a time. Write a number and s, m, h or d behind: 24h",
        "tasks.orders.cleanup.grace = 1w     | camelback.tasks.orders.cleanup.grace = 1w is not a time",
        "tasks.orders.cleanup.grace = -1h    | camelback.tasks.orders.cleanup.grace = -1h is not a time",
        "tasks.orders.cleanup.grace = 1h30m  | camelback.tasks.orders.cleanup.grace = 1h30m is not a time",
        "clock = now                         | camelback.clock = now is not an instant. Write 2026-01-31T12:00:00Z",
        "retries = often                     | camelback.retries = often is not a number from 0 to 1000",
        "retryDelay = 5s                     | camelback.retryDelay = 5s is not a number from 1 to 3600000",
        "routes = nowhere                    | camelback.routes: there is no directory",
    })
    void whatIsWrongIsNamedInOneLineWithWhatWouldBeRight(String line, String message) {
        refused(MINIMAL + "camelback." + line + "\n").withMessageStartingWith(message);
    }

    @Test
    void aDestinationThatNobodyDescribedIsNamed() {
        refused(SOURCE + "camelback.tasks.orders.destinations = nas")
                .withMessage("camelback.tasks.orders.destinations names 'nas', which is not a destination. "
                        + "Write camelback.destinations.nas.type = local, and its directory");
    }

    @Test
    void anUnknownTaskIsNamedWithThoseThatThereAre() {
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> read(MINIMAL).task("order"))
                .withMessage("there is no task 'order'. The configuration has: orders");
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> read("").task("order")).withMessageEndingWith("The configuration has no tasks yet");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path file = folder.resolve("application.properties");
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> read(file, Map.of()))
                .withMessage("there is no configuration file " + file + ". Name one with --config FILE");
        Files.write(file, "camelback.tasks.orders.password = é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> read(file, Map.of()))
                .withMessage("the configuration file " + file + " is not in UTF-8. Save it in UTF-8");
        Files.writeString(file, "a = \\u12");
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> read(file, Map.of())).withMessageContaining(file + " can't be read");
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> read(folder, Map.of())).withMessageContaining(folder + " can't be read");
    }

    @Test
    void anApiKeyMayTakeThePlaceOfAUser() {
        String key = MINIMAL + "camelback.tasks.orders.iamApiKey = k3y\n";
        assertThat(read(key).task("orders").access().credentials()).contains(new IamKey("k3y", "https://iam.cloud.ibm.com/identity/token"));
        assertThat(read(key + "camelback.tasks.orders.iamTokenUrl = http://127.0.0.1:9/t").task("orders").access().credentials())
                .contains(new IamKey("k3y", "http://127.0.0.1:9/t"));
        refused(key + "camelback.tasks.orders.username = u")
                .withMessage("camelback.tasks.orders.iamApiKey is given, and camelback.tasks.orders.username too. Keep the one or the other");
        refused(key + "camelback.tasks.orders.password = p").withMessageContaining("orders.password too");
        refused(key + SOURCE.replace("http://", "http://u:p@"))
                .withMessage("camelback.tasks.orders.iamApiKey is given, and camelback.tasks.orders.source has a user name too. Keep the one or the other");
        refused(MINIMAL + "camelback.tasks.orders.iamTokenUrl = http://127.0.0.1:9/t")
                .withMessage("camelback.tasks.orders.iamTokenUrl is given, and no iamApiKey. Give the key, or leave out both");
        for (String url : List.of("iam.cloud.ibm.com", "ftp://h/t", "http://k3y@h/t", "http://h/t?k3y", "http://h /t", "https:/t")) {
            refused(key + "camelback.tasks.orders.iamTokenUrl = " + url).withMessage("camelback.tasks.orders.iamTokenUrl: the URL of the token "
                    + "service is none. Write one like https://iam.cloud.ibm.com/identity/token");
        }
    }

    @Test
    void theFileOfACaIsReadAtTheStartAndRelativeToTheConfiguration() throws IOException {
        Files.createDirectories(folder.resolve("conf"));
        Files.copy(new TestCa(folder).certificate(), folder.resolve("conf/ca.pem"));
        assertThat(read(MINIMAL + "camelback.tasks.orders.ca = ca.pem").task("orders").access().ca().orElseThrow().certificates()).hasSize(1);
        refused(MINIMAL + "camelback.tasks.orders.ca = other.pem").withMessage("camelback.tasks.orders.ca: there is no file "
                + folder.resolve("conf/other.pem") + ". Name one that has your CA's certificate in PEM");
        refused(MINIMAL + "camelback.tasks.orders.ca = application.properties").withMessageStartingWith("camelback.tasks.orders.ca: the file ")
                .withMessageContaining("has no certificate in PEM");
    }

    @Test
    void documentsMayBeChosenByTheirIds() {
        assertThat(read(MINIMAL + "camelback.tasks.orders.documents = settings , _design/*,a%2Cb,order:*\n").task("orders").documents().patterns())
                .containsExactly("_design/*", "a%2Cb", "order:*", "settings");
        refused(MINIMAL + "camelback.tasks.orders.documents = a,,b").withMessage("camelback.tasks.orders.documents: an id is missing. "
                + "Write ids, or * at the end of what they begin with: settings,order:*");
        refused(MINIMAL + "camelback.tasks.orders.documents = a*b").withMessage("camelback.tasks.orders.documents: 'a*b' has a * that is not at "
                + "its end. Write %2A for one that belongs to an id");
    }

    @Test
    void credentialsMayStandInTheUrl() {
        String url = SOURCE.replace("http://", "http://us%40er:pass%3Aword@");
        TaskConfig task = read(MINIMAL + url).task("orders");
        assertThat(task.access().credentials()).contains(new Credentials.Basic("us@er", "pass:word"));
        assertThat(task.source()).hasToString("http://db.example.com:5984/orders");
        refused(MINIMAL + url + "camelback.tasks.orders.username = u")
                .withMessage("camelback.tasks.orders.username is given, and camelback.tasks.orders.source has a user name too. "
                        + "Write both in the URL, or neither");
        refused(MINIMAL + url + "camelback.tasks.orders.password = p")
                .withMessageStartingWith("camelback.tasks.orders.password is given, and camelback.tasks.orders.source has a user name too");
    }

    @Test
    void whiteSpaceAroundAValueIsNoneOfIt() {
        TaskConfig task = read(MINIMAL + """
                camelback.tasks.orders.timezone = Europe/Vienna\\u0020
                camelback.tasks.orders.username = user
                camelback.tasks.orders.password = \\u0020 secret\\u0020
                """).task("orders");
        assertThat(task.zone()).isEqualTo(ZoneId.of("Europe/Vienna"));
        assertThat(task.access().credentials()).as("but a password is left as it is").contains(new Credentials.Basic("user", "  secret "));
    }
}
