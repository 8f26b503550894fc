import { notFound } from '../errors.js';
import { jsonDocs } from '../json-docs.js';
import { checkAttachmentName } from '../parse-attachments.js';
import { checkId, parseDoc, parseRev } from '../parse-doc.js';
import { findRevision, leaves } from '../rev-tree.js';
import { namedRev, write } from './documents.js';

// GET /db/id/name
export async function read(call) {
  const doc = await current(call, call.query.get('rev') ?? undefined);
  const attachment = own(doc._attachments, call.attachment);
  if (!attachment) throw notFound('Document is missing attachment');
  const [bytes] = await call.database.stores.files([attachment.digest]);
  call.response.writeHead(200, {
    'Content-Type': attachment.content_type,
    'Content-Length': bytes.length,
    'Accept-Ranges': 'none',
    'Cache-Control': 'must-revalidate',
    ETag: `"${attachment.digest.replace(/^md5-/, '')}"`,
  });
  call.response.end(bytes);
}

// PUT /db/id/name
export async function put(call) {
  checkId(call.id);
  checkAttachmentName(call.attachment);
  const data = (await call.bytes()).toString('base64');
  const contentType = call.request.headers['content-type'] ?? 'application/octet-stream';
  const rev = namedRev(call);
  const doc = rev ? await current(call, rev) : { _id: call.id };
  const attachments = { ...doc._attachments, [call.attachment]: { content_type: contentType, data } };
  await write(call, edited(doc, attachments), { status: 201 });
}

// DELETE /db/id/name
export async function remove(call) {
  const doc = await current(call, namedRev(call));
  const { [call.attachment]: attachment, ...others } = doc._attachments ?? {};
  if (!attachment) throw notFound('Document is missing attachment');
  await write(call, edited(doc, others), { status: 200 });
}

// The document with its attachments as stubs, which stay what they are when it is written back.
async function current(call, rev) {
  const [metadata] = await call.database.stores.metadata([call.id]);
  if (!metadata) throw notFound();
  const node = rev ? findRevision(metadata, canonical(rev)) : leaves(metadata)[0];
  if (!rev && node.deleted) throw notFound('deleted');
  const [doc] = node ? await jsonDocs(call.database.stores, [{ metadata, node }]) : [];
  if (!doc) throw notFound();
  return doc;
}

function canonical(rev) {
  const { start, id } = parseRev(rev);
  return `${start}-${id}`;
}

function edited(doc, attachments) {
  return parseDoc({ ...doc, _attachments: attachments }, { newEdits: true });
}

function own(object, name) {
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}
