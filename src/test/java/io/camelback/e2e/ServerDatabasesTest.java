package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.couchdb.DatabaseUrl;
import io.camelback.demo.CouchClient;
import io.camelback.demo.Difference;
import io.camelback.demo.FtpServer;
import io.camelback.demo.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The databases of a server, with names that mean something in URLs and in keys, on a directory, S3 and FTP at once. */
class ServerDatabasesTest {

    private final TestCouch couch = TestCouch.get();
    private final String prefix = couch.freshName();
    private final List<String> databases = new ArrayList<>();

    @TempDir
    private Path directory;
    private S3Server s3;
    private FtpServer ftp;
    private Installation camelback;

    @BeforeEach
    void start() {
        s3 = S3Server.start(directory.resolve("s3"), "access", "secret", "bucket");
        ftp = FtpServer.start(directory.resolve("ftp"), "user", "pass");
        camelback = new Installation(directory).local("local")
                .line("camelback.tasks.all.source", couch.url()).line("camelback.tasks.all.databases", prefix + "*")
                .line("camelback.tasks.all.databases.exclude", "*-tmp").line("camelback.tasks.all.username", couch.username())
                .line("camelback.tasks.all.password", couch.password()).line("camelback.tasks.all.destinations", "local, s3, ftp")
                .line("camelback.destinations.s3.type", "s3").line("camelback.destinations.s3.endpoint", s3.endpoint())
                .line("camelback.destinations.s3.bucket", "bucket").line("camelback.destinations.s3.accessKey", "access")
                .line("camelback.destinations.s3.secretKey", "secret")
                .line("camelback.destinations.ftp.type", "ftp").line("camelback.destinations.ftp.host", "127.0.0.1")
                .line("camelback.destinations.ftp.port", ftp.port()).line("camelback.destinations.ftp.username", "user")
                .line("camelback.destinations.ftp.password", "pass");
    }

    @AfterEach
    void stop() {
        s3.close();
        ftp.close();
        databases.forEach(it -> couch.drop(DatabaseUrl.encode(it)));
    }

    private String database(String suffix) {
        String name = prefix + suffix;
        couch.client().put("/" + DatabaseUrl.encode(name), null);
        couch.client().bulkDocs(DatabaseUrl.encode(name), List.of(CouchClient.object().put("_id", "doc in " + name)));
        databases.add(name);
        return name;
    }

    private List<String> changed() {
        try {
            JsonNode json = new ObjectMapper().readTree(camelback.run("backup", "all", "--json").expect(0).out());
            List<String> names = new ArrayList<>();
            json.path("databases").fieldNames().forEachRemaining(names::add);
            return names;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatChangedIsBackedUpAndWhatIsGoneComesBack() throws IOException {
        String plain = database("");
        String odd = database("/a+b$(c)");
        database("-tmp");
        assertThat(changed()).containsExactlyInAnyOrder(plain, odd);
        assertThat(changed()).isEmpty();
        couch.client().bulkDocs(DatabaseUrl.encode(odd), OddDocuments.plain());
        assertThat(changed()).containsExactly(odd);
        String late = database("-late");
        assertThat(changed()).containsExactly(late);
        assertThat(Difference.betweenFiles(directory.resolve("local"), s3.files(), ftp.files())).isEmpty();

        Map<String, Map<String, JsonNode>> expected = couch.client().leaves(DatabaseUrl.encode(odd));
        couch.drop(DatabaseUrl.encode(odd));
        assertThat(camelback.run("list", "all").expect(0).out()).containsPattern("all/" + prefix + "%2Fa%2Bb%24%28c%29 +2 .* local, s3, ftp\n");
        camelback.run("restore", "all/" + odd, "--to", couch.url() + "/" + DatabaseUrl.encode(odd)).expect(0);
        assertThat(Difference.between(odd, expected, couch.client().leaves(DatabaseUrl.encode(odd)))).isEmpty();
    }

    /** It has the old one's name, and is another. */
    @Test
    void aDatabaseThatWasMadeAnewBeginsALineageAndTheOthersGoOn() {
        String same = database("-same");
        String anew = database("-anew");
        changed();
        couch.drop(anew);
        couch.client().put("/" + anew, null);
        couch.client().bulkDocs(same, List.of(CouchClient.object().put("_id", "more")));
        Installation.Result backup = camelback.run("backup", "all").expect(0);
        assertThat(backup.out()).contains("all: 2 of 2 databases changed");
        assertThat(backup.err()).hasLineCount(1).contains("all/" + anew, "a new lineage begins");
        assertThat(camelback.run("backup", "all").expect(0).out()).contains("all: 0 of 2 databases changed");
    }
}
