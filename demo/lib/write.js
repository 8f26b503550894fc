import { randomUUID } from 'node:crypto';
import { conflict, CouchError } from './errors.js';
import { jsonDocs } from './json-docs.js';
import { writeLocal } from './local-docs.js';
import { findRevision, leaves } from './rev-tree.js';
import { fillStubs } from './stubs.js';
import { refusal } from './validate.js';

// PouchDB copies a growing list for every document of a batch, so its batches are kept short.
const BATCH = 1000;

// Writes parsed documents; gives for each, in their order, {ok, id, rev} or a CouchError, or
// undefined for a revision which was there already. Throws when the whole request is refused.
export async function writeDocs(database, docs, { newEdits, user }) {
  for (const doc of docs) doc.id ??= randomUUID().replaceAll('-', '');
  const results = new Array(docs.length);
  const writes = [];
  for (const [i, doc] of docs.entries()) {
    if (doc.id.startsWith('_local/')) results[i] = await writeLocal(database, doc);
    else writes.push({ i, doc });
  }
  for (const write of await prepare(database, writes, { newEdits, user })) {
    if (write.refused !== undefined) results[write.i] = write.refused;
  }
  const accepted = writes.filter((write) => !('refused' in write));
  // revisions of one document must come in their order, else PouchDB misses their connection
  if (!newEdits) accepted.sort(byIdAndGeneration);
  for (let start = 0; start < accepted.length; start += BATCH) {
    const batch = accepted.slice(start, start + BATCH);
    const written = await store(database, batch.map(({ doc }) => doc), newEdits);
    batch.forEach(({ i }, k) => {
      results[i] = written[k];
    });
  }
  return results;
}

function byIdAndGeneration({ doc: a }, { doc: b }) {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.start - b.start;
}

// Resolves stubs and asks the validation functions; both need the revision a document builds on.
// Marks the writes not to be done with `refused`: a CouchError, or undefined for nothing to do.
async function prepare(database, writes, { newEdits, user }) {
  const validators = await database.validators.functions();
  const validated = (doc) => validators.length > 0 && !doc.id.startsWith('_design/');
  const hasStubs = (doc) => doc.attachments.some(([, attachment]) => attachment.stub);
  const asking = writes.filter(({ doc }) => validated(doc) || hasStubs(doc));
  const metadata = await database.stores.metadata(asking.map(({ doc }) => doc.id));
  const bases = asking.map(({ doc }, k) => base(metadata[k], doc, newEdits));
  const found = bases
    .map((node, k) => ({ metadata: metadata[k], node }))
    .filter(({ node }) => node);
  const stored = await jsonDocs(database.stores, found, { revs: true });
  const storedOf = new Map(found.map(({ node }, k) => [node, stored[k]]));

  asking.forEach((write, k) => {
    const { doc } = write;
    const old = storedOf.get(bases[k]) ?? null;
    const isStored = metadata[k] && findRevision(metadata[k], `${doc.start}-${doc.ids[0]}`);
    if (!newEdits && isStored) {
      write.refused = undefined;
      return;
    }
    // CouchDB tells of the conflict, not of the stub or the validation
    if (newEdits && isConflict(metadata[k], doc)) {
      write.refused = conflict();
      return;
    }
    if (hasStubs(doc)) fillStubs(doc, old);
    const refused = validated(doc) && refusal(database, validators, { doc, old, user });
    if (refused) write.refused = refused;
  });
  return asking.filter((write) => 'refused' in write);
}

// The stored revision a document follows: for an edit the one it names, for a replicated
// document the nearest one of its path.
function base(metadata, doc, newEdits) {
  if (!metadata) return undefined;
  const path = doc.ids.map((id, i) => `${doc.start - i}-${id}`);
  for (const rev of newEdits ? path.slice(0, 1) : path.slice(1)) {
    const node = findRevision(metadata, rev);
    if (node?.number !== undefined) return node;
  }
  return undefined;
}

function isConflict(metadata, doc) {
  if (!metadata) return doc.ids.length > 0;
  if (!doc.ids.length) return !metadata.deleted;
  return !leaves(metadata).some((leaf) => leaf.rev === `${doc.start}-${doc.ids[0]}`);
}

async function store({ pouch }, docs, newEdits) {
  // the adapter's own function: bulkDocs around it would take the attachments off tombstones
  const results = await new Promise((resolve, reject) => {
    const request = { docs: docs.map((doc) => pouchDoc(doc, newEdits)) };
    pouch._bulkDocs(request, { new_edits: newEdits }, (error, done) =>
      error ? reject(error) : resolve(done),
    );
  });
  return results.map((result) => {
    if (result.ok) return result;
    if (result.status === 409) return conflict();
    if (result.error) return new CouchError(result.status, result.name, result.message);
    return undefined;
  });
}

function pouchDoc(doc, newEdits) {
  const made = { ...doc.body, _id: doc.id };
  if (doc.deleted) made._deleted = true;
  if (doc.ids.length) made._rev = `${doc.start}-${doc.ids[0]}`;
  if (!newEdits) made._revisions = { start: doc.start, ids: doc.ids };
  if (doc.attachments.length) {
    made._attachments = Object.fromEntries(
      doc.attachments.map(([name, attachment]) => [name, keepRevpos(attachment)]),
    );
  }
  return made;
}

// PouchDB sets `revpos` of every attachment it stores to the revision's; a replicated attachment
// is older than that, so its member does not let itself be set.
function keepRevpos(attachment) {
  const { revpos } = attachment;
  if (revpos === undefined) return attachment;
  return Object.defineProperty({ ...attachment }, 'revpos', {
    get: () => revpos,
    set() {},
    enumerable: true,
    configurable: true,
  });
}
