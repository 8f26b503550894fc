import { badRequest, CouchError } from '../errors.js';
import { jsonTexts } from '../json-docs.js';
import { checkId, parseDoc, parseRev } from '../parse-doc.js';
import { findRevision, knownRevisions, leaves, leavesFrom } from '../rev-tree.js';
import { writeDocs } from '../write.js';

const BULKY = 8_000_000; // a smaller request cannot hold a document which is too large

// POST /db/_bulk_docs
export async function bulkDocs(call) {
  const { docs, new_edits: newEdits = true } = await call.jsonObject();
  if (docs === undefined) throw badRequest('POST body must include `docs` parameter.');
  if (!Array.isArray(docs)) throw badRequest('`docs` parameter must be an array.');
  if (typeof newEdits !== 'boolean') throw badRequest('`new_edits` parameter must be a boolean.');
  const bulky = call.bodySize > BULKY;
  const parsed = docs.map((doc) => parseDoc(doc, { newEdits, bulky }));
  const results = await writeDocs(call.database, parsed, { newEdits, user: call.user });
  const told = results.map((result, i) => tell(parsed[i], result, newEdits));
  // for replicated documents CouchDB tells only of those it did not take
  call.send(201, newEdits ? told : told.filter((entry) => entry?.error));
}

function tell({ id, start, ids }, result, newEdits) {
  if (!(result instanceof CouchError)) return result;
  const rev = newEdits ? {} : { rev: `${start}-${ids[0]}` };
  return { id, ...rev, error: result.error, reason: result.reason };
}

// POST /db/_bulk_get
export async function bulkGet(call) {
  const { docs } = await call.jsonObject();
  if (!Array.isArray(docs)) throw badRequest("Missing JSON list of 'docs'.");
  const flag = (name) => call.query.get(name) === 'true';
  const options = { revs: flag('revs'), attachments: flag('attachments') };
  const asked = docs.map(readAsked);
  const known = asked.filter(({ failure }) => !failure);
  const metadata = await call.database.stores.metadata(known.map(({ id }) => id));
  known.forEach((one, i) => {
    one.wanted = choose(metadata[i], one.rev, flag('latest'));
  });
  const all = asked.flatMap(({ wanted = [] }) => wanted);
  const texts = await jsonTexts(call.database.stores, all, options);
  let next = 0;
  const entries = asked.map(({ id, rev, failure, wanted = [] }) => {
    const found = wanted.map(() => texts[next++]).filter(Boolean);
    const parts = found.length
      ? found.map((text) => `{"ok":${text}}`)
      : [JSON.stringify({ error: { id, ...(failure ?? missing(rev)) } })];
    return `{"id":${JSON.stringify(id)},"docs":[${parts.join(',')}]}`;
  });
  const separated = entries.map((entry, i) => (i ? `,\n${entry}` : entry));
  call.sendText(200, ['{"results":[', ...separated, ']}\n']);
}

// CouchDB writes the word where no revision was asked for.
function missing(rev = 'undefined') {
  return { rev, error: 'not_found', reason: 'missing' };
}

// What one entry of the request asks for; an entry CouchDB cannot read fails alone.
function readAsked(entry) {
  const failed = (id, rev, reason, error = 'bad_request') => ({ id, failure: { rev, error, reason } });
  if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) {
    return failed(null, null, 'document must be a JSON object');
  }
  const { id, rev } = entry;
  if (id === undefined) return failed(null, null, 'document id missed');
  try {
    checkId(id);
  } catch (error) {
    return failed(id, null, error.reason, error.error);
  }
  if (rev === undefined) return { id };
  try {
    const { start, id: revId } = parseRev(rev);
    return { id, rev: `${start}-${revId}` };
  } catch (error) {
    return failed(id, rev, error.reason);
  }
}

// The revisions which answer an entry: all leaves, deleted ones too, or the one named.
function choose(metadata, rev, latest) {
  if (!metadata) return [];
  if (rev === undefined) return leaves(metadata).map((node) => ({ metadata, node }));
  const found = latest ? leavesFrom(metadata, rev) : [findRevision(metadata, rev)];
  return found.filter(Boolean).map((node) => ({ metadata, node }));
}

// POST /db/_revs_diff
export async function revsDiff(call) {
  const answer = {};
  for (const { id, metadata, missing: revs } of await missingRevisions(call)) {
    answer[id] = { missing: revs };
    const newest = Math.max(...revs.map((rev) => parseRev(rev).start));
    const ancestors = metadata
      ? leaves(metadata).filter(({ pos }) => pos < newest).map(({ rev }) => rev)
      : [];
    if (ancestors.length) answer[id].possible_ancestors = ancestors;
  }
  call.send(200, answer);
}

// POST /db/_missing_revs
export async function missingRevs(call) {
  const found = await missingRevisions(call);
  const entries = found.map(({ id, missing: revs }) => [id, revs]);
  call.send(200, { missing_revs: Object.fromEntries(entries) });
}

async function missingRevisions(call) {
  const asked = Object.entries(await call.jsonObject());
  const metadata = await call.database.stores.metadata(asked.map(([id]) => id));
  return asked
    .map(([id, revs], i) => {
      if (!Array.isArray(revs)) throw badRequest('Invalid list of revisions');
      const known = metadata[i] ? knownRevisions(metadata[i]) : new Set();
      return { id, metadata: metadata[i], missing: revs.filter((rev) => !known.has(rev)) };
    })
    .filter((one) => one.missing.length > 0);
}
