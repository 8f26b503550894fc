package io.camelback.export;

import io.camelback.archive.Entry;
import io.camelback.archive.EntryCursor;
import io.camelback.archive.Manifest;
import io.camelback.archive.StubbedLeaf;
import io.camelback.catalog.AttachmentFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.PointReader;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.job.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.spi.Registry;

/** The bean {@code export}: writes a restore point as couchbackup would have written the database then. */
public final class Export {

    private final Config config;
    private final Function<String, Destination> destinations;
    private final Function<TaskConfig, Catalog> survey;
    private final StopSignal stop;

    private Export(Config config, Function<String, Destination> destinations, Function<TaskConfig, Catalog> survey, StopSignal stop) {
        this.config = config;
        this.destinations = destinations;
        this.survey = survey;
        this.stop = stop;
    }

    /**
     * @param destinations by name
     * @param survey asks a task's destinations what they hold
     */
    public static void bind(Registry registry, Config config, Function<String, Destination> destinations,
            Function<TaskConfig, Catalog> survey, StopSignal stop) {
        registry.bind("export", new Export(config, destinations, survey, stop));
    }

    /** The task whose destinations are to be asked what they hold. */
    public TaskConfig task(@Body ExportRequest request) {
        return config.task(request.task());
    }

    public ExportResult write(ExportRequest request, Catalog catalog) {
        Chain chain = catalog.orFail().at(request.at());
        boolean attachments = chain.archives().stream().map(it -> it.manifest().settings().get(Manifest.WITH_ATTACHMENTS))
                .anyMatch(it -> it instanceof Number number && number.longValue() > 0);
        TaskConfig task = config.task(request.task());
        long documents = 0;
        long revisions = 0;
        try (Staging staging = Staging.in(config.staging(), "export-" + UUID.randomUUID())) {
            PointReader reader = new PointReader(chain, catalog.reachable(), destinations, staging, () -> survey.apply(task));
            AttachmentFiles files = new AttachmentFiles(destinations, catalog.reachable(), task.name(), staging);
            OutputStream out = request.out();
            out.write(header(attachments));
            try (EntryCursor entries = reader.entries(request.only().ids())) {
                for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
                    stop.check();
                    if (!entry.absent()) {
                        try (AttachmentFiles.Held held = files.hold(StubbedLeaf.attachments(entry))) {
                            CouchbackupLine.write(entry, held::file, out);
                        }
                        documents++;
                        revisions += entry.revisions();
                    }
                }
            }
            out.flush();
        } catch (IOException e) {
            throw Failure.camelback(Reason.FAILED, "the export can't be written: " + e.getMessage()).cause(e);
        }
        return new ExportResult(request.task(), chain.point(), documents, revisions, attachments);
    }

    /** By its first line couchrestore knows that a broken line is an error, and whether there are attachments. */
    private static byte[] header(boolean attachments) {
        return ("{\"name\":\"@cloudant/couchbackup\",\"version\":\"2.11.0\",\"mode\":\"full\",\"attachments\":" + attachments + "}\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
