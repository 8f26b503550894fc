package io.camelback.verify;

import io.camelback.archive.ArchiveName;
import io.camelback.archive.Attachment;
import io.camelback.archive.AttachmentList;
import io.camelback.archive.Batch;
import io.camelback.archive.Entry;
import io.camelback.archive.StubbedLeaf;
import io.camelback.catalog.AttachmentObjects;
import io.camelback.catalog.AttachmentPrint;
import io.camelback.catalog.LastRun;
import io.camelback.catalog.StoredArchive;
import io.camelback.catalog.VerifiedNote;
import io.camelback.config.Sample;
import io.camelback.destination.Destination;
import io.camelback.failure.Failure;
import io.camelback.job.Progress;
import io.camelback.job.StopSignal;
import io.camelback.verify.VerifyResult.Amount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * One destination under inspection, an archive after the other. Memory holds a frame of a batch, its index and filter, and eight bytes of each
 * attachment. For one thread.
 */
final class Inspection {

    private final String task;
    private final Sample sample;
    private final StopSignal stop;
    private final Progress progress;
    private final RandomGenerator random;
    private final Checks checks;
    private final AttachmentObjects objects;
    /** What an earlier verify found damaged is looked at in any case. */
    private final Set<String> suspects;

    private final Prints seen = new Prints();
    private final Set<Long> damagedObjects = new HashSet<>();
    private final Map<String, Found> damaged = new LinkedHashMap<>();
    private final Set<ArchiveName> hurt = new HashSet<>();
    private final Set<ArchiveName> gone = new HashSet<>();
    private Amount read = new Amount(0, 0, 0);
    private Amount all = new Amount(0, 0, 0);

    /** A piece that isn't as it should be. */
    record Found(Piece piece, String reason) {
    }

    Inspection(VerifyJob job, Destination destination, VerifiedNote before, StopSignal stop, RandomGenerator random) {
        this.task = job.task.name();
        this.sample = job.request.sample();
        this.progress = job.request.progress();
        this.stop = stop;
        this.random = random;
        this.checks = new Checks(destination);
        this.objects = new AttachmentObjects(destination, task);
        this.suspects = before.damaged().stream().map(VerifiedNote.Damaged::key).collect(Collectors.toSet());
    }

    /** Of which nothing but the manifest is known, and that it is damaged. Reading it again tells why, or that it has gone meanwhile. */
    void manifest(ArchiveName name) {
        look(Piece.of(name, Optional.empty()));
    }

    /** A manifest that can be read, and isn't what it should be. */
    void contradicted(StoredArchive archive, Links.Contradiction contradiction) {
        found(new Piece(archive.name().manifestKey(), archive.name(), it -> {
            if (contradiction.expected().isEmpty()) {
                throw Failure.damaged("nobody knows what it should be");
            }
            it.manifest(archive.name(), contradiction.expected());
        }), contradiction.reason());
    }

    /** An archive that was there, by the note of a run, and is not. */
    void missing(LastRun run) {
        ArchiveName.parse(run.archive() + "/" + ArchiveName.MANIFEST).ifPresent(it ->
                found(Piece.of(it, Optional.empty()), "it is gone, and the run of " + run.begin() + " left restore point " + run.restorePoint()));
    }

    /** All of the archive's files, or a sample of its batches; and the attachments that they refer to. */
    void archive(StoredArchive archive) {
        AttachmentList list = archive.manifest().attachments();
        Optional<Prints> listed = list == null ? Optional.of(new Prints()) : attachments(archive, list);
        List<Batch> batches = archive.manifest().segments().stream().flatMap(it -> it.batches().stream()).toList();
        Set<Batch> chosen = new HashSet<>(sample.of(batches, random));
        batches.stream().filter(it -> suspects.contains(archive.name().key(it.file()))).forEach(chosen::add);
        for (Batch batch : batches) {
            Piece piece = Piece.of(archive.name(), batch);
            batch(archive, batch, chosen.contains(batch)
                    ? new Piece(piece.key(), piece.archive(), it -> it.batch(archive.name(), batch, entry -> isListed(entry, listed)))
                    : new Piece(piece.key(), piece.archive(), it -> it.present(piece.key(), batch.size())), chosen.contains(batch));
        }
        if (archive.manifest().database() != null && archive.manifest().database().local() != null) {
            Batch local = archive.manifest().database().local();
            batch(archive, local, Piece.of(archive.name(), local), true);
        }
    }

    private void batch(StoredArchive archive, Batch batch, Piece piece, boolean whole) {
        look(piece);
        all = all.plus(1, 0, batch.size());
        read = whole ? read.plus(1, 0, batch.size()) : read;
        progress.step(batch.documents() + batch.absent(), whole ? batch.size() : 0);
    }

    /** A document whose attachment is on no list would lose it to the next cleanup. */
    private static void isListed(Entry entry, Optional<Prints> listed) {
        if (listed.isPresent() && entry.hasAttachments()) {
            for (Attachment attachment : StubbedLeaf.attachments(entry)) {
                if (!listed.get().has(print(attachment))) {
                    throw Failure.damaged("the " + attachment + " is not on the archive's list of attachments");
                }
            }
        }
    }

    /** The objects on the archive's list, each when it first comes. Empty if the list is damaged. */
    private Optional<Prints> attachments(StoredArchive archive, AttachmentList list) {
        LongStream.Builder prints = LongStream.builder();
        Piece piece = Piece.of(archive.name(), list);
        boolean intact = look(new Piece(piece.key(), piece.archive(), it -> it.attachmentList(archive.name(), list, attachment -> {
            attachment(archive, attachment);
            prints.add(print(attachment));
        })), piece);
        all = all.plus(1, 0, list.size());
        read = read.plus(1, 0, list.size());
        long[] listed = prints.build().toArray();
        seen.add(listed);
        return intact && listed.length == list.objects() ? Optional.of(Prints.of(listed)) : Optional.empty();
    }

    private void attachment(StoredArchive archive, Attachment attachment) {
        long print = print(attachment);
        if (damagedObjects.contains(print)) {
            hurt.add(archive.name());
        } else if (!seen.has(print)) {
            Piece piece = Piece.of(archive.name(), attachment);
            boolean present = objects.has(attachment);
            boolean whole = !present || sample.hits(random) || suspects.contains(piece.key());
            Piece content = new Piece(piece.key(), piece.archive(), it -> it.content(task, attachment));
            if (whole && !look(present ? content : piece, piece)) {
                damagedObjects.add(print);
            }
            all = all.plus(0, 1, attachment.stored());
            read = whole ? read.plus(0, 1, attachment.stored()) : read;
        }
    }

    private static long print(Attachment attachment) {
        return AttachmentPrint.of(attachment.object(), attachment.stored());
    }

    private boolean look(Piece piece) {
        return look(piece, piece);
    }

    /**
     * Whether a piece is intact. If it doesn't seem so, it is read once more: it may have been replaced just now, or come damaged over the
     * wire; and an archive that a cleanup has removed meanwhile takes its files with it.
     */
    private boolean look(Piece first, Piece again) {
        stop.check();
        if (gone.contains(first.archive()) || first.damage(checks).isEmpty()) {
            return true;
        }
        Checks anew = new Checks(checks.destination());
        Optional<String> reason = again.damage(anew);
        if (reason.isEmpty()) {
            return true;
        }
        if (isGone(first.archive())) {
            gone.add(first.archive());
            return true;
        }
        found(again, reason.get());
        return false;
    }

    private void found(Piece piece, String reason) {
        damaged.put(piece.key(), new Found(piece, reason));
        hurt.add(piece.archive());
    }

    private boolean isGone(ArchiveName archive) {
        String key = archive.manifestKey();
        return checks.destination().list(key).stream().noneMatch(it -> it.key().equals(key));
    }

    /** Of archives that are still there, by their keys. */
    List<Found> damaged() {
        return new ArrayList<>(damaged.values());
    }

    /** Archives of which something is damaged. */
    Set<ArchiveName> hurt() {
        return hurt;
    }

    Set<ArchiveName> gone() {
        return gone;
    }

    Amount read() {
        return read;
    }

    Amount all() {
        return all;
    }
}
