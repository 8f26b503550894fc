package io.camelback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.demo.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code camelback sync}, as it is called and as it answers. */
class SyncCommandTest {

    @TempDir
    private Path directory;

    @Test
    void aNewDestinationIsLookedAtAndFilledAndOneOutOfReachLeftOut() throws IOException {
        try (StubSource source = new StubSource(directory)) {
            source.put(3).backup(0);
            source.put(5).backup(0);
            Installation camelback = source.camelback.local("three").line("camelback.tasks.shop.destinations", "one, two, three");

            assertThat(camelback.run("sync", "shop", "--dry-run").expect(0).out()).startsWith("shop: 2 archives to be copied, 0 objects to be looked at and replaced\n")
                    .contains("copy to   three ");
            assertThat(directory.resolve("three")).doesNotExist();
            JsonNode json = new ObjectMapper().readTree(camelback.run("sync", "shop", "--json").expect(0).out());
            assertThat(json.path("copied")).hasSize(2).isEqualTo(json.path("copies"));
            assertThat(json.at("/copied/0/destination").asText()).isEqualTo("three");
            assertThat(Difference.betweenFiles(directory.resolve("one"), directory.resolve("two"), directory.resolve("three"))).isEmpty();
            assertThat(camelback.run("sync", "shop").expect(0).out()).isEqualTo("shop: nothing to copy\n");

            Files.writeString(directory.resolve("no-folder"), "");
            camelback.line("camelback.destinations.two.directory", "no-folder");
            Installation.Result partly = camelback.run("sync", "shop").expect(6);
            assertThat(partly.err()).startsWith("camelback: warning: two is left out: destination two: ").hasLineCount(1);
            camelback.run("sync", "shops").expect(2);
        }
    }

    @Test
    void aWholeServerIsSyncedOneDatabaseAfterTheOther() throws IOException {
        try (StubSource source = new StubSource(directory)) {
            source.put(3);
            Installation camelback = source.camelback.line("camelback.tasks.all.source", source.server.url()).line("camelback.tasks.all.databases", "*")
                    .line("camelback.tasks.all.destinations", "one");
            camelback.run("backup", "all").expect(0);
            camelback.line("camelback.tasks.all.destinations", "one, two");
            assertThat(camelback.run("sync", "all").expect(0).out()).startsWith("all/shop: 1 archive copied, 0 objects replaced")
                    .endsWith("all: something to do for 1 of 1 databases\n");
            JsonNode json = new ObjectMapper().readTree(camelback.run("sync", "all", "--json").expect(0).out());
            assertThat(json.at("/databases/shop/copied")).isEmpty();
            assertThat(camelback.run("sync", "all/shop").expect(0).out()).isEqualTo("all/shop: nothing to copy\n");
            assertThat(Difference.betweenFiles(directory.resolve("one/all/shop"), directory.resolve("two/all/shop"))).isEmpty();
        }
    }
}
