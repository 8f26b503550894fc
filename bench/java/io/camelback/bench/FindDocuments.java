package io.camelback.bench;

import io.camelback.cli.App;
import io.camelback.couchdb.Access;
import io.camelback.history.HistoryRequest;
import io.camelback.history.HistoryResult;
import io.camelback.job.StopSignal;
import io.camelback.restore.DocumentRequest;
import io.camelback.restore.DocumentResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * How long a Camelback that is running takes for one document: as it was at the newest restore point, and all of its versions. Every time it
 * asks the destination which archives there are; their manifests it has read before.
 */
final class FindDocuments {

    private static final int WARMING = 300;
    private static final int MEASURED = 101;
    /** About half of the numbers below are those of documents; an id that happens not to be there costs about as much as one that is. */
    private static final int NUMBERS = 500_000;

    private FindDocuments() {
    }

    /** Arguments: the configuration, and the installation. Prints the medians of both, in milliseconds. */
    public static void main(String[] args) {
        try (App app = App.start(Path.of(args[0]), Map.of(), Path.of(args[1]), new StopSignal())) {
            double restored = median(id -> app.call("direct:restore-documents",
                    new DocumentRequest("document", List.of(id), Optional.empty(), false, Optional.empty(), Access.OPEN), DocumentResult.class));
            double history = median(id -> app.call("direct:history", new HistoryRequest("document", id, false), HistoryResult.class));
            System.out.printf(Locale.ROOT, "%.1f %.1f%n", restored, history);
        }
    }

    private static double median(Consumer<String> find) {
        Random random = new Random(1);
        double[] millis = new double[MEASURED];
        for (int i = -WARMING; i < MEASURED; i++) {
            String id = String.format(Locale.ROOT, "order:%010d", random.nextInt(NUMBERS));
            long from = System.nanoTime();
            find.accept(id);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - from) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis[MEASURED / 2];
    }
}
