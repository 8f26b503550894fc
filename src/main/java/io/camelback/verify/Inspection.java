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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * One destination under inspection, several archives at a time, and several batches of each. Memory holds a frame of every batch that is being
 * read, its index and filter, and eight bytes of each attachment. For several threads.
 */
final class Inspection {

    private final String task;
    private final Sample sample;
    private final StopSignal stop;
    private final Progress progress;
    private final RandomGenerator random;
    private final Destination destination;
    private final AttachmentObjects objects;
    /** What an earlier verify found damaged is looked at in any case. */
    private final Set<String> suspects;

    /** Of each attachment it is counted once that it was read, so that archives have to take turns with theirs. */
    private final Object attachments = new Object();
    private final Prints seen = new Prints();
    private final Set<Long> damagedObjects = new HashSet<>();
    private final Map<String, Found> damaged = new TreeMap<>();
    private final Set<ArchiveName> hurt = new HashSet<>();
    private final Set<ArchiveName> gone = ConcurrentHashMap.newKeySet();
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
        this.destination = destination;
        this.objects = new AttachmentObjects(destination, task);
        this.suspects = before.damaged().stream().map(VerifiedNote.Damaged::key).collect(Collectors.toSet());
    }

    /** Of which nothing but the manifest is known, and that it is damaged. Reading it again tells why, or that it has gone meanwhile. */
    void manifest(ArchiveName name) {
        look(Piece.of(name, Optional.empty()), new Checks(destination));
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

    /** The archive's list of attachments, and those that nobody has looked at yet; then its batches, all of them or a sample, are to be read. */
    List<InspectedBatch> archive(VerifyJob.Part part, StoredArchive archive) {
        Checks checks = new Checks(destination);
        AttachmentList list = archive.manifest().attachments();
        Optional<Prints> listed;
        synchronized (attachments) {
            listed = list == null ? Optional.of(new Prints()) : attachments(archive, list, checks);
        }
        List<Batch> batches = archive.manifest().segments().stream().flatMap(it -> it.batches().stream()).toList();
        Set<Batch> chosen = new HashSet<>(sample.of(batches, random));
        batches.stream().filter(it -> suspects.contains(archive.name().key(it.file()))).forEach(chosen::add);
        List<InspectedBatch> inspected = new ArrayList<>();
        for (Batch batch : batches) {
            Piece piece = Piece.of(archive.name(), batch);
            Piece wanted = chosen.contains(batch)
                    ? new Piece(piece.key(), piece.archive(), it -> it.batch(archive.name(), batch, entry -> isListed(entry, listed)))
                    : new Piece(piece.key(), piece.archive(), it -> it.present(piece.key(), batch.size()));
            inspected.add(new InspectedBatch(part, batch, wanted, chosen.contains(batch), checks));
        }
        if (archive.manifest().database() != null && archive.manifest().database().local() != null) {
            Batch local = archive.manifest().database().local();
            inspected.add(new InspectedBatch(part, local, Piece.of(archive.name(), local), true, checks));
        }
        return inspected;
    }

    void batch(InspectedBatch inspected) {
        Batch batch = inspected.batch();
        look(inspected.piece(), inspected.checks());
        count(1, 0, batch.size(), inspected.whole());
        progress.step(batch.documents() + batch.absent(), inspected.whole() ? batch.size() : 0);
    }

    private synchronized void count(long files, long objects, long bytes, boolean whole) {
        all = all.plus(files, objects, bytes);
        read = whole ? read.plus(files, objects, bytes) : read;
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
    private Optional<Prints> attachments(StoredArchive archive, AttachmentList list, Checks checks) {
        LongStream.Builder prints = LongStream.builder();
        Piece piece = Piece.of(archive.name(), list);
        boolean intact = look(new Piece(piece.key(), piece.archive(), it -> it.attachmentList(archive.name(), list, attachment -> {
            attachment(archive, attachment, checks);
            prints.add(print(attachment));
        })), piece, checks);
        count(1, 0, list.size(), true);
        long[] listed = prints.build().toArray();
        seen.add(listed);
        return intact && listed.length == list.objects() ? Optional.of(Prints.of(listed)) : Optional.empty();
    }

    private void attachment(StoredArchive archive, Attachment attachment, Checks checks) {
        long print = print(attachment);
        if (damagedObjects.contains(print)) {
            hurt(archive.name());
        } else if (!seen.has(print)) {
            Piece piece = Piece.of(archive.name(), attachment);
            boolean present = objects.has(attachment);
            boolean whole = !present || sample.hits(random) || suspects.contains(piece.key());
            Piece content = new Piece(piece.key(), piece.archive(), it -> it.content(task, attachment));
            if (whole && !look(present ? content : piece, piece, checks)) {
                damagedObjects.add(print);
            }
            count(0, 1, attachment.stored(), whole);
        }
    }

    private static long print(Attachment attachment) {
        return AttachmentPrint.of(attachment.object(), attachment.stored());
    }

    private boolean look(Piece piece, Checks checks) {
        return look(piece, piece, checks);
    }

    /**
     * Whether a piece is intact. If it doesn't seem so, it is read once more: it may have been replaced just now, or come damaged over the
     * wire; and an archive that a cleanup has removed meanwhile takes its files with it.
     */
    private boolean look(Piece first, Piece again, Checks checks) {
        stop.check();
        if (gone.contains(first.archive()) || first.damage(checks).isEmpty()) {
            return true;
        }
        Checks anew = new Checks(destination);
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

    private synchronized void found(Piece piece, String reason) {
        damaged.put(piece.key(), new Found(piece, reason));
        hurt.add(piece.archive());
    }

    private synchronized void hurt(ArchiveName archive) {
        hurt.add(archive);
    }

    private boolean isGone(ArchiveName archive) {
        String key = archive.manifestKey();
        return destination.list(key).stream().noneMatch(it -> it.key().equals(key));
    }

    /** Of archives that are still there, by their keys. */
    synchronized List<Found> damaged() {
        return new ArrayList<>(damaged.values());
    }

    /** Archives of which something is damaged. */
    synchronized Set<ArchiveName> hurt() {
        return hurt;
    }

    Set<ArchiveName> gone() {
        return gone;
    }

    synchronized Amount read() {
        return read;
    }

    synchronized Amount all() {
        return all;
    }
}
