import { CouchError } from './errors.js';

// Asks a database's validation functions about a document: a CouchError if one refuses it.
export function refusal(database, validators, { doc, old, user }) {
  const userCtx = { db: database.name, name: user.name, roles: user.roles };
  for (const validate of validators) {
    try {
      validate(shown(doc), old, userCtx, database.settings.security);
    } catch (thrown) {
      if (thrown?.forbidden !== undefined) return refused(403, 'forbidden', thrown.forbidden);
      if (thrown?.unauthorized !== undefined) {
        return refused(401, 'unauthorized', thrown.unauthorized);
      }
      return refused(500, 'unknown_error', thrown);
    }
  }
  return null;
}

function refused(status, error, reason) {
  return new CouchError(status, error, typeof reason === 'string' ? reason : String(reason));
}

// The document as the function sees it: with its path so far, attachments without their data.
function shown({ id, start, ids, deleted, attachments, body }) {
  const doc = { _id: id, ...body, _revisions: { start, ids } };
  if (ids.length) doc._rev = `${start}-${ids[0]}`;
  if (deleted) doc._deleted = true;
  if (attachments.length) {
    doc._attachments = Object.fromEntries(
      attachments.map(([name, { data, ...rest }]) => [name, { ...rest, stub: true }]),
    );
  }
  return doc;
}
