import { badRequest } from '../errors.js';
import { jsonDocs } from '../json-docs.js';
import { listLocal } from '../local-docs.js';
import { leaves } from '../rev-tree.js';
import { sequence } from '../sequence.js';
import { DOCUMENTS } from '../stores.js';

// GET and POST /db/_all_docs; PouchDB's own leaves out ids behind ÿ, as those with an emoji.
export const allDocs = (call) => list(call, {});

// GET and POST /db/_design_docs
export const designDocs = (call) => list(call, { from: '_design/', to: '_design0' });

async function list(call, range) {
  const { index } = call.database;
  const asked = await readQuery(call);
  const found = asked.keys ? await byKeys(call, asked) : await byRange(call, asked, range);
  const docs = asked.include_docs ? await readDocs(call, found, asked) : [];
  const rows = found.map((one, i) => row(one, asked, docs[i]));
  const answer = { total_rows: index.documentCount, offset: asked.keys ? null : (asked.skip ?? 0), rows };
  if (asked.update_seq) answer.update_seq = sequence(index.updateSeq);
  call.send(200, answer);
}

// The query's members as JSON values, those of a POST's body beside them.
async function readQuery(call) {
  const asked = call.method === 'POST' ? await call.optionalJson() : {};
  for (const [name, text] of call.query) {
    try {
      asked[name] = JSON.parse(text);
    } catch {
      throw badRequest('invalid UTF-8 JSON');
    }
  }
  if (asked.keys !== undefined && !Array.isArray(asked.keys)) {
    throw badRequest('`keys` parameter must be an array.');
  }
  const key = asked.key;
  return {
    ...asked,
    startkey: key ?? asked.startkey ?? asked.start_key,
    endkey: key ?? asked.endkey ?? asked.end_key,
  };
}

async function byKeys({ database }, { keys }) {
  const metadata = await database.stores.metadata(keys.map(String));
  return keys.map((key, i) => ({ key, metadata: metadata[i] }));
}

async function byRange({ database }, asked, range) {
  const { startkey, endkey, descending = false, inclusive_end: inclusive = true } = asked;
  const [low, high] = descending ? [endkey, startkey] : [startkey, endkey];
  const limits = { from: low ?? range.from, to: high ?? range.to, reverse: descending };
  const found = [];
  let skip = asked.skip ?? 0;
  if (asked.limit === 0) return found;
  for await (const [id, text] of database.stores.walk(DOCUMENTS, limits)) {
    if (!inclusive && id === endkey) continue;
    const metadata = JSON.parse(text);
    if (metadata.deleted || skip-- > 0) continue;
    found.push({ key: id, metadata });
    if (found.length === asked.limit) break;
  }
  return found;
}

async function readDocs({ database }, found, { attachments, conflicts }) {
  const present = found.filter(({ metadata }) => metadata && !metadata.deleted);
  const wanted = present.map(({ metadata }) => ({ metadata, node: leaves(metadata)[0] }));
  const docs = await jsonDocs(database.stores, wanted, { attachments, conflicts });
  const docOf = new Map(present.map((one, i) => [one, docs[i]]));
  return found.map((one) => docOf.get(one) ?? null);
}

function row({ key, metadata }, asked, doc) {
  if (!metadata) return { key, error: 'not_found' };
  const value = { rev: metadata.winningRev };
  if (metadata.deleted) value.deleted = true;
  return { id: metadata.id, key, value, ...(asked.include_docs ? { doc } : {}) };
}

// GET and POST /db/_local_docs
export async function localDocs(call) {
  const withDocs = call.query.get('include_docs') === 'true';
  const { keys } = call.method === 'POST' ? await call.jsonObject() : {};
  const docs = await listLocal(call.database);
  const asked = keys ? keys.map((key) => docs.find((doc) => doc._id === key) ?? { key }) : docs;
  const rows = asked.map((doc) => {
    if (!doc._id) return { key: doc.key, error: 'not_found' };
    const found = { id: doc._id, key: doc._id, value: { rev: doc._rev } };
    return withDocs ? { ...found, doc } : found;
  });
  call.send(200, { total_rows: null, offset: null, rows });
}
