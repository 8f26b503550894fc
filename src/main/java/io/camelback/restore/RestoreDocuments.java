package io.camelback.restore;

import io.camelback.archive.DocumentIds;
import io.camelback.archive.Entry;
import io.camelback.archive.StubbedLeaf;
import io.camelback.catalog.AttachmentFiles;
import io.camelback.catalog.Catalog;
import io.camelback.catalog.Chain;
import io.camelback.catalog.PointReader;
import io.camelback.config.Config;
import io.camelback.config.TaskConfig;
import io.camelback.couchdb.CouchDbs;
import io.camelback.couchdb.Database.CurrentRevision;
import io.camelback.couchdb.Leaf;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.failure.Failure.Reason;
import io.camelback.job.Staging;
import io.camelback.restore.DocumentResult.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Body;

/** The bean {@code restoreDocuments}: chosen documents, read or written back as the newest revisions. */
public final class RestoreDocuments {

    private static final int TRIES_ON_CONFLICT = 3;

    private final Config config;
    private final CouchDbs couchDbs;
    private final Function<String, Destination> destinations;
    private final Function<TaskConfig, Catalog> survey;

    /**
     * @param destinations by name
     * @param survey asks a task's destinations what they hold
     */
    public RestoreDocuments(Config config, CouchDbs couchDbs, Function<String, Destination> destinations,
            Function<TaskConfig, Catalog> survey) {
        this.config = config;
        this.couchDbs = couchDbs;
        this.destinations = destinations;
        this.survey = survey;
    }

    /** The task whose destinations are to be asked what they hold. */
    public TaskConfig task(@Body DocumentRequest request) {
        return config.task(request.task());
    }

    public DocumentResult restore(DocumentRequest request, Catalog catalog) {
        Chain chain = catalog.orFail().at(request.at());
        TaskConfig task = config.task(request.task());
        try (Staging staging = Staging.in(config.staging(), "documents-" + UUID.randomUUID());
                Target target = request.into() ? target(task, request) : null) {
            AttachmentFiles attachments = new AttachmentFiles(destinations, catalog.reachable(), task.name(), staging);
            PointReader reader = new PointReader(chain, catalog.reachable(), destinations, staging, () -> survey.apply(task));
            List<Item> items = new ArrayList<>();
            for (String id : request.ids()) {
                items.add(reader.find(DocumentIds.utf8(id)).map(entry -> item(entry, Optional.ofNullable(target), attachments)).orElseGet(() -> Item.missing(id)));
            }
            return new DocumentResult(request.task(), chain.point(), items);
        }
    }

    private Target target(TaskConfig task, DocumentRequest request) {
        return Target.connect(couchDbs, task, request.target().orElse(task.source()), request.access());
    }

    private static Item item(Entry entry, Optional<Target> target, AttachmentFiles attachments) {
        Leaf winner = Leaf.winner(entry);
        if (target.isEmpty()) {
            return new Item(entry.idText(), winner.bytes(), entry.revisions(), winner.deleted(), null, null);
        }
        try {
            String written = write(target.get(), entry.idText(), winner, attachments);
            return new Item(entry.idText(), winner.bytes(), entry.revisions(), winner.deleted(), written, null);
        } catch (Failure e) {
            if (e.reason() == Reason.UNREACHABLE || e.reason() == Reason.MISSING) {
                throw e;
            }
            return new Item(entry.idText(), winner.bytes(), entry.revisions(), winner.deleted(), null, e.what());
        }
    }

    /** Deleted is deleted, else as an edit that follows what is there now; somebody else's edit in between is followed in turn. */
    private static String write(Target target, String id, Leaf winner, AttachmentFiles attachments) {
        for (int tries = 0; tries < TRIES_ON_CONFLICT; tries++) {
            Optional<CurrentRevision> current = target.database.currentRevision(id);
            if (winner.deleted() && current.map(CurrentRevision::deleted).orElse(true)) {
                return current.map(CurrentRevision::revision).orElse(winner.revision());
            }
            StubbedLeaf edit = StubbedLeaf.parse(winner.after(current.filter(it -> !it.deleted()).map(CurrentRevision::revision)), id);
            try (AttachmentFiles.Held held = attachments.hold(edit.stubs().stream().map(StubbedLeaf.Stub::attachment).toList())) {
                Optional<String> revision = target.documents.edit(id, edit, held::file);
                if (revision.isPresent()) {
                    return revision.get();
                }
            }
        }
        throw Failure.source(Reason.REFUSED, "document " + id + " is being changed by others all the time");
    }
}
