import { leaves, ancestors, revisions } from './rev-tree.js';
import { bodyKey } from './stores.js';

// The JSON texts of revisions, in the order asked; undefined for a body which is not kept. Each
// wanted revision is a {metadata, node}. Most bodies are passed on as the texts they are stored
// as, with what was asked for spliced in, since parsing them would take longer than reading them.
export async function jsonTexts(stores, wanted, options = {}) {
  const texts = await bodies(stores, wanted);
  const withAttachments = [];
  texts.forEach((text, i) => {
    // a cheap look first; it may find the word in the document's own data, too
    if (text?.includes('"_attachments":')) withAttachments.push(i);
  });
  const documents = withAttachments.map((i) => JSON.parse(texts[i]));
  await fillAttachments(stores, documents, options.attachments);
  withAttachments.forEach((i, k) => {
    texts[i] = JSON.stringify(documents[k]);
  });
  return texts.map((text, i) => text && splice(text, extras(wanted[i], options)));
}

export async function jsonDocs(stores, wanted, options) {
  return (await jsonTexts(stores, wanted, options)).map((text) => text && JSON.parse(text));
}

function bodies(stores, wanted) {
  // an unknown number makes a key which does not exist
  return stores.texts(wanted.map(({ node }) => bodyKey(node.number ?? 'none')));
}

// Adds members to a JSON text of an object, which is never empty: a stored body has an _id.
function splice(text, members) {
  const added = JSON.stringify(members);
  return added === '{}' ? text : `${text.slice(0, -1)},${added.slice(1)}`;
}

function extras({ metadata, node }, options) {
  const members = {};
  if (options.revs) members._revisions = revisions(node);
  if (options.revsInfo) members._revs_info = ancestors(node).map(info);
  if (options.conflicts || options.deletedConflicts) {
    const others = leaves(metadata).filter((leaf) => leaf.rev !== node.rev);
    const living = others.filter((leaf) => !leaf.deleted).map((leaf) => leaf.rev);
    const deleted = others.filter((leaf) => leaf.deleted).map((leaf) => leaf.rev);
    if (options.conflicts && living.length) members._conflicts = living;
    if (options.deletedConflicts && deleted.length) members._deleted_conflicts = deleted;
  }
  return members;
}

function info({ rev, number, deleted }) {
  return { rev, status: number === undefined ? 'missing' : deleted ? 'deleted' : 'available' };
}

// Attachments as CouchDB shows them: either `stub` and `length`, or the `data`.
async function fillAttachments(stores, documents, inline) {
  const attachments = documents.flatMap((doc) => Object.values(doc._attachments ?? {}));
  const files = inline ? await stores.files(attachments.map(({ digest }) => digest)) : [];
  attachments.forEach((attachment, i) => {
    if (inline) {
      delete attachment.stub;
      delete attachment.length;
      attachment.data = files[i].toString('base64');
    } else {
      attachment.stub = true;
    }
  });
}
