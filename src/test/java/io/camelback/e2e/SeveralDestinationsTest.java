package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import io.camelback.demo.FtpServer;
import io.camelback.demo.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory, S3 and FTP at once: what one of them suffers is no matter of the others, and it catches up afterwards. */
class SeveralDestinationsTest {

    private static final String KEY = "access";
    private static final String SECRET = "s3cret/Key+with=signs";
    private static final String FTP_PASSWORD = "f&t=p+%41#word";

    private final TestCouch couch = TestCouch.get();
    private final List<String> databases = new ArrayList<>();
    private final String source = couch.fresh();

    @TempDir
    private Path directory;
    private S3Server s3;
    private FtpServer ftp;
    private Installation camelback;

    @BeforeEach
    void start() {
        databases.add(source);
        s3 = S3Server.start(directory.resolve("s3"), KEY, SECRET, "bucket");
        ftp = FtpServer.start(directory.resolve("ftp"), "user", FTP_PASSWORD);
        camelback = new Installation(directory).local("local").task("all", source, "local, s3, ftp")
                .line("camelback.destinations.s3.type", "s3").line("camelback.destinations.s3.endpoint", s3.endpoint())
                .line("camelback.destinations.s3.bucket", "bucket").line("camelback.destinations.s3.accessKey", KEY)
                .line("camelback.destinations.s3.secretKey", SECRET)
                .line("camelback.destinations.ftp.type", "ftp").line("camelback.destinations.ftp.host", "127.0.0.1")
                .line("camelback.destinations.ftp.port", ftp.port()).line("camelback.destinations.ftp.username", "user")
                .line("camelback.destinations.ftp.password", FTP_PASSWORD);
        couch.client().bulkDocs(source, OddDocuments.plain());
    }

    @AfterEach
    void stop() {
        s3.close();
        ftp.close();
        databases.forEach(couch::drop);
    }

    private void add(String id) {
        couch.client().bulkDocs(source, List.of(CouchClient.object().put("_id", id)));
    }

    private void allAreIdentical() throws IOException {
        assertThat(Difference.betweenFiles(directory.resolve("local"), s3.files(), ftp.files())).isEmpty();
    }

    private void restoresTheSource() {
        Map<String, Map<String, JsonNode>> expected = couch.client().leaves(source);
        String target = couch.freshName();
        databases.add(target);
        camelback.run("restore", "all", "--to", couch.url() + "/" + target).expect(0);
        assertThat(Difference.between(target, expected, couch.client().leaves(target))).isEmpty();
    }

    @Test
    void allGetTheSameFiles() throws IOException {
        camelback.run("backup", "all").expect(0);
        add("later");
        camelback.run("backup", "all").expect(0);
        allAreIdentical();
        assertThat(camelback.run("list", "all").expect(0).out()).contains("ftp, local, s3");
    }

    @Test
    void oneThatIsDownDoesNotHurtTheOthersAndCatchesUp() throws IOException {
        camelback.run("backup", "all").expect(0);
        int port = s3.port();
        s3.close();
        add("while s3 is down");

        Installation.Result partly = camelback.run("backup", "all").expect(6);

        assertThat(partly.out()).contains("local: committed").contains("ftp: committed").contains("s3: FAILED");
        restoresTheSource();
        assertThat(camelback.run("status", "all").code()).isEqualTo(6);

        s3 = S3Server.start(directory.resolve("s3"), KEY, SECRET, "bucket", port);
        assertThat(camelback.run("status", "all").expect(6).out()).contains("behind").contains("s3");
        assertThat(camelback.run("backup", "all").expect(0).out()).contains("s3: up to date, after catching up with 1 archive");
        allAreIdentical();
        assertThat(camelback.run("status", "all").code()).isZero();
    }

    /** Each run of these finds another destination away; the chain goes on over the ones that are there. */
    @Test
    void takingTurnsInBeingAwayLosesNothing() throws IOException {
        camelback.run("backup", "all").expect(0);
        int s3Port = s3.port();
        s3.close();
        add("without s3");
        camelback.run("backup", "all").expect(6);
        s3 = S3Server.start(directory.resolve("s3"), KEY, SECRET, "bucket", s3Port);
        ftp.close();
        add("without ftp");
        camelback.run("backup", "all").expect(6);
        ftp = FtpServer.start(directory.resolve("ftp"), "user", FTP_PASSWORD, ftp.port());
        add("with all");
        camelback.run("backup", "all").expect(0);
        allAreIdentical();
        restoresTheSource();
    }

    @Test
    void tooFewDestinationsFailTheRun() {
        camelback.line("camelback.tasks.all.minDestinations", 3);
        s3.close();
        Installation.Result failed = camelback.run("backup", "all").expect(4);
        assertThat(failed.err()).startsWith("camelback: destination s3").hasLineCount(1).doesNotContain(SECRET);
    }

    @Test
    void wrongPasswordsAreToldAsSuch() {
        camelback.line("camelback.destinations.ftp.password", "wrong").line("camelback.destinations.s3.secretKey", "wrong");
        Installation.Result partly = camelback.run("backup", "all").expect(6);
        assertThat(partly.out()).contains("local: committed").containsPattern("s3: FAILED.*Check its credentials")
                .containsPattern("ftp: FAILED.*Check its credentials");
    }

    @Test
    void aFileThatIsDamagedOnOneIsReadFromAnother() throws IOException {
        camelback.run("backup", "all").expect(0);
        Path batch;
        try (Stream<Path> files = Files.walk(directory.resolve("local"))) {
            batch = files.filter(it -> it.toString().endsWith(".zst")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(batch);
        bytes[bytes.length / 3] ^= 1;
        Files.write(batch, bytes);
        restoresTheSource();
    }

    @Test
    void theResultsOfEachDestinationAreInTheJson() throws IOException {
        ObjectNode result = (ObjectNode) new ObjectMapper().readTree(camelback.run("backup", "all", "--json").expect(0).out());
        assertThat(result.path("level").asText()).isEqualTo("baseline");
        assertThat(result.path("documents").asInt()).isEqualTo(OddDocuments.plain().size());
        for (String name : List.of("local", "s3", "ftp")) {
            assertThat(result.path("destinations").path(name).asText()).isEqualTo("committed");
        }
    }
}
