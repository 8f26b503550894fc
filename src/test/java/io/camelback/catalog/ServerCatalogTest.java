package io.camelback.catalog;

import static io.camelback.stub.RawJson.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Level;
import io.camelback.archive.ManifestJson;
import io.camelback.catalog.ServerCatalog.Member;
import io.camelback.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCatalogTest {

    private final InMemoryDestination nas = new InMemoryDestination("nas");
    private final InMemoryDestination s3 = new InMemoryDestination("s3");

    @TempDir
    private Path staging;

    private static void store(InMemoryDestination destination, String task, int number) {
        ArchiveName name = new ArchiveName(task, "l", Level.DELTA, "20260101T00000" + number + "Z-00000000");
        destination.objects.put(name.key("00000.jsonl.zst"), utf8("x"));
        destination.objects.put(name.manifestKey(), utf8("x"));
    }

    private ServerCatalog catalog() {
        ServerCatalogs catalogs = new ServerCatalogs(name -> name.equals("nas") ? nas : s3, staging);
        return catalogs.union("all", List.of(catalogs.archives("all", "nas"), catalogs.archives("all", "s3")));
    }

    @Test
    void theKeysTellWhichDatabasesHaveArchivesAndNoManifestIsRead() {
        store(nas, "all/orders", 1);
        store(nas, "all/orders", 2);
        store(s3, "all/orders", 2);
        store(s3, "all/a%2Fb", 1);
        store(nas, "all-2/other", 1);
        store(nas, "all", 1);
        nas.objects.put("all/databases.json", utf8("{}"));
        nas.objects.put("all/dead/l/delta/20260101T000000Z-00000000/00000.jsonl.zst", utf8("x"));
        assertThat(catalog().members()).extracting(Member::task).containsExactly("all/a%2Fb", "all/orders");
        Member orders = catalog().members().stream().filter(it -> it.database().equals("orders")).findFirst().orElseThrow();
        assertThat(orders.archives()).hasSize(2);
        assertThat(orders.destinations()).containsExactly("nas", "s3");
        assertThat(catalog().members()).extracting(Member::database).containsExactly("a/b", "orders");
        assertThat(nas.reads).isEmpty();
        assertThat(nas.gets).isEmpty();
    }

    @Test
    void oneThatCannotBeReadIsLeftOutAndAllOfThemAreAFailure() {
        store(nas, "all/orders", 1);
        s3.unreachable = true;
        assertThat(catalog().orFail().members()).hasSize(1);
        assertThat(catalog().failures()).containsOnlyKeys("s3");
        nas.unreachable = true;
        assertThatExceptionOfType(Failure.class).isThrownBy(() -> catalog().orFail());
    }

    /** A task that was a whole server once, and now is a database: what lies in its folder is not all its own. */
    @Test
    void theArchivesOfADatabaseAreNotThoseOfATaskOfTheServersName() {
        nas.objects.put("orders/x/l/delta/20260101T000000Z-00000000/manifest.json", utf8("damaged, if it were read"));
        nas.objects.put("orders/x/l/delta/20260101T000001Z-00000000/00000.jsonl.zst", utf8("left over"));
        var own = Archives.manifest(Archives.LINEAGE, 1, Chains.BEGINNING, "1-a", Archives.START, 10);
        nas.objects.put(own.name().manifestKey(), ManifestJson.write(own));
        DestinationCatalog catalog = new CatalogReader().read("orders", nas);
        assertThat(catalog.failure()).isEmpty();
        assertThat(catalog.damaged()).isEmpty();
        assertThat(catalog.leftovers()).isEmpty();
        assertThat(catalog.archives()).extracting(StoredArchive::manifest).containsExactly(own);
    }
}
