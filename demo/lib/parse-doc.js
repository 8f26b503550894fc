import { badRequest, CouchError } from './errors.js';
import { parseAttachments } from './parse-attachments.js';

const LARGEST = 8_000_000; // bytes of a document without its attachments, CouchDB's default

// Members which CouchDB sends and takes back without storing them.
const IGNORED = new Set(['_revs_info', '_local_seq', '_conflicts', '_deleted_conflicts']);

// Members with an underscore which are stored as any other.
const STORED = new Set([
  '_access',
  '_replication_id',
  '_replication_state',
  '_replication_state_reason',
  '_replication_state_time',
  '_replication_stats',
]);

// Takes a document of a request apart: {id, start, ids, deleted, attachments, body}, with `start`
// and `ids` of its revision path, 0 and [] when it names none. Throws what CouchDB refuses.
export function parseDoc(json, { newEdits, bulky = false }) {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    throw badRequest('Document must be a JSON object');
  }
  const doc = { id: undefined, start: 0, ids: [], deleted: false, attachments: null, body: {} };
  for (const [name, value] of Object.entries(json)) {
    // PouchDB would lose it without a word
    if (name === '__proto__') throw badRequest('This stand-in cannot store a member __proto__');
    if (!name.startsWith('_') || STORED.has(name)) doc.body[name] = value;
    else if (name === '_id') doc.id = checkId(value);
    else if (name === '_rev') setRev(doc, value, json);
    else if (name === '_revisions') Object.assign(doc, parseRevisions(value));
    else if (name === '_deleted' && typeof value === 'boolean') doc.deleted = value;
    else if (name === '_attachments') doc.attachments = value;
    else if (!IGNORED.has(name)) {
      throw new CouchError(400, 'doc_validation', `Bad special document member: ${name}`);
    }
  }
  doc.attachments = parseAttachments(doc.attachments, { newEdits });
  if (!newEdits && doc.ids.length === 0) {
    throw badRequest(
      'When `new_edits: false`, the document needs `_rev` or `_revisions` specified',
    );
  }
  if (bulky && Buffer.byteLength(JSON.stringify(doc.body)) > LARGEST) {
    throw new CouchError(413, 'document_too_large', doc.id ?? '');
  }
  return doc;
}

function setRev(doc, rev, json) {
  const parsed = parseRev(rev);
  // the path says more
  if (!('_revisions' in json)) Object.assign(doc, { start: parsed.start, ids: [parsed.id] });
}

export function parseRev(rev) {
  const match = typeof rev === 'string' && /^(\d+)-(.+)$/s.exec(rev);
  const id = match && parseRevId(match[2]);
  if (!id) throw badRequest('Invalid rev format');
  return { start: Number(match[1]), id };
}

// As CouchDB keeps 32 hexadecimal digits as 16 bytes, it gives them back in lower case.
function parseRevId(id) {
  if (id.length !== 32) return id;
  return /^[0-9a-fA-F]{32}$/.test(id) ? id.toLowerCase() : null;
}

function parseRevisions({ start, ids } = {}) {
  const invalid = (reason) => new CouchError(400, 'doc_validation', reason);
  if (!Number.isInteger(start)) throw invalid("_revisions.start isn't an integer.");
  if (!Array.isArray(ids)) throw invalid("_revisions.ids isn't a array.");
  const parsed = ids.map((id) => {
    if (typeof id !== 'string') throw invalid("RevId isn't a string");
    const revId = parseRevId(id);
    if (!revId) throw invalid("RevId isn't a valid hexadecimal");
    return revId;
  });
  return { start, ids: parsed };
}

export function checkId(id) {
  const illegal = (reason) => new CouchError(400, 'illegal_docid', reason);
  if (typeof id !== 'string') throw illegal('Document id must be a string');
  if (id === '') throw illegal('Document id must not be empty');
  if (id === '_design/' || id === '_local/') throw illegal(`Illegal document id \`${id}\``);
  if (id.startsWith('_') && !/^_(design|local)\//.test(id)) {
    throw illegal('Only reserved document ids may start with underscore.');
  }
  return id;
}
