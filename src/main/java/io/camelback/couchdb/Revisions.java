package io.camelback.couchdb;

/** Which of two leaf revisions CouchDB shows: the living one, then the longer history, then the larger hash. */
public final class Revisions {

    private Revisions() {
    }

    public static boolean wins(String revision, boolean deleted, String other, boolean otherDeleted) {
        if (deleted != otherDeleted) {
            return !deleted;
        }
        int generation = Integer.compare(generation(revision), generation(other));
        return generation != 0 ? generation > 0 : hash(revision).compareTo(hash(other)) > 0;
    }

    private static int generation(String revision) {
        return Integer.parseInt(revision.substring(0, revision.indexOf('-')));
    }

    private static String hash(String revision) {
        return revision.substring(revision.indexOf('-') + 1);
    }
}
