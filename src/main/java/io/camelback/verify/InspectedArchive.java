package io.camelback.verify;

import io.camelback.catalog.StoredArchive;

/** An archive as one destination has it, to be read there. */
record InspectedArchive(VerifyJob.Part part, StoredArchive archive) {
}
