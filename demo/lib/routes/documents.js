import { badRequest, CouchError, notFound, notImplemented } from '../errors.js';
import { jsonTexts } from '../json-docs.js';
import { readLocal } from '../local-docs.js';
import { parseRelated } from '../multipart.js';
import { checkId, parseDoc, parseRev } from '../parse-doc.js';
import { findRevision, leaves, leavesFrom } from '../rev-tree.js';
import { writeDocs } from '../write.js';

// GET /db/id
export async function read(call) {
  const { id, query, database } = call;
  if (id.startsWith('_local/')) return readLocalDoc(call);
  const [metadata] = await database.stores.metadata([id]);
  if (query.has('open_revs')) return readRevisions(call, metadata);
  if (!metadata) throw notFound();
  const node = query.has('rev') ? named(metadata, query) : winner(metadata);
  const options = readOptions(query);
  const [text] = await jsonTexts(database.stores, [{ metadata, node }], options);
  if (!text) throw notFound();
  if (options.attachments && text.includes('"_attachments":')) {
    call.requireJsonAnswer('multipart/related');
  }
  call.sendText(200, [text, '\n'], { ETag: `"${node.rev}"` });
}

function winner(metadata) {
  const [node] = leaves(metadata);
  if (node.deleted) throw notFound('deleted');
  return node;
}

function named(metadata, query) {
  const { start, id } = parseRev(query.get('rev'));
  const rev = `${start}-${id}`;
  const node =
    query.get('latest') === 'true'
      ? leavesFrom(metadata, rev)[0]
      : findRevision(metadata, rev);
  if (!node) throw notFound();
  return node;
}

function readOptions(query) {
  const flag = (name) => query.get(name) === 'true';
  return {
    revs: flag('revs'),
    revsInfo: flag('revs_info') || flag('meta'),
    conflicts: flag('conflicts') || flag('meta'),
    deletedConflicts: flag('deleted_conflicts') || flag('meta'),
    attachments: flag('attachments'),
  };
}

// GET /db/id?open_revs=all or =["1-a"]: all leaves, or the revisions named
async function readRevisions(call, metadata) {
  call.requireJsonAnswer('multipart/mixed');
  const asked = readOpenRevs(call.query.get('open_revs'));
  if (asked === 'all' && !metadata) throw notFound();
  const latest = call.query.get('latest') === 'true';
  const found =
    asked === 'all'
      ? leaves(metadata).map((node) => ({ rev: node.rev, node }))
      : asked.flatMap((rev) => open(metadata, rev, latest));
  const wanted = found.filter(({ node }) => node).map(({ node }) => ({ metadata, node }));
  const texts = await jsonTexts(call.database.stores, wanted, readOptions(call.query));
  const entries = found.map(({ rev, node }) => {
    const text = node && texts.shift();
    return text ? `{"ok":${text}}` : JSON.stringify({ missing: rev });
  });
  call.sendText(200, ['[', entries.join(','), ']\n']);
}

function readOpenRevs(text) {
  if (text === 'all') return 'all';
  try {
    return JSON.parse(text).map((rev) => {
      const { start, id } = parseRev(rev);
      return `${start}-${id}`;
    });
  } catch {
    throw badRequest('Invalid rev format');
  }
}

function open(metadata, rev, latest) {
  if (!metadata) return [{ rev }];
  if (!latest) return [{ rev, node: findRevision(metadata, rev) }];
  const nodes = leavesFrom(metadata, rev);
  return nodes.length ? nodes.map((node) => ({ rev, node })) : [{ rev }];
}

async function readLocalDoc(call) {
  const doc = await readLocal(call.database, call.id);
  if (!doc) throw notFound();
  call.send(200, doc);
}

// PUT /db/id
export async function put(call) {
  const type = call.request.headers['content-type'] ?? '';
  const related = type.startsWith('multipart/related');
  if (/^multipart\//.test(type) && !related) {
    throw new CouchError(415, 'bad_content_type', `This stand-in takes no documents as ${type}`);
  }
  const json = related ? parseRelated(await call.bytes(), type) : await call.json();
  checkId(call.id);
  const newEdits = call.query.get('new_edits') !== 'false';
  const given = namedRev(call);
  // the id of the path counts; a revision may be named in the body, the query or If-Match
  const doc = { ...json, _id: call.id };
  if (given && json?._rev && json._rev !== given) {
    throw badRequest('Document rev from request body and query string have different values');
  }
  if (given && !json?._revisions) doc._rev = given;
  const parsed = parseDoc(Array.isArray(json) ? json : doc, { newEdits, bulky: !related && call.bodySize > 8e6 });
  await write(call, parsed, { newEdits, status: parsed.deleted ? 200 : 201 });
}

// POST /db
export async function post(call) {
  const parsed = parseDoc(await call.jsonObject(), { newEdits: true });
  await write(call, parsed, { status: 201 });
}

// DELETE /db/id?rev=…
export async function remove(call) {
  const rev = namedRev(call);
  const doc = { _id: checkId(call.id), _deleted: true };
  if (rev) doc._rev = rev;
  await write(call, parseDoc(doc, { newEdits: true }), { status: 200, mustExist: true });
}

// COPY /db/id
export function copy() {
  throw notImplemented('This stand-in does not copy documents');
}

export function namedRev({ query, request }) {
  const header = request.headers['if-match']?.trim().replace(/^"(.*)"$/, '$1');
  const rev = query.get('rev') ?? undefined;
  if (rev && header && rev !== header) {
    throw badRequest('Document rev and etag have different values');
  }
  return rev ?? header;
}

// Writes one document and answers the request with its result.
export async function write(call, doc, { newEdits = true, status, mustExist = false }) {
  if (mustExist && !doc.id.startsWith('_local/')) {
    const [metadata] = await call.database.stores.metadata([doc.id]);
    if (!metadata) throw notFound();
    if (metadata.deleted && !doc.ids.length) throw notFound('deleted');
  }
  const [result] = await writeDocs(call.database, [doc], { newEdits, user: call.user });
  if (result instanceof CouchError) throw result;
  const { id, rev } = result ?? { id: doc.id, rev: `${doc.start}-${doc.ids[0]}` };
  const location = `/${call.rawParts[0]}/${encodeURIComponent(id)}`;
  call.send(status, { ok: true, id, rev }, { ETag: `"${rev}"`, Location: location });
}
