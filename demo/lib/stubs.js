import { CouchError } from './errors.js';

// Replaces the stubs among a document's attachments by what is stored with the revision it
// builds on. PouchDB would take any attachment of the database with the stub's digest.
export function fillStubs(doc, old) {
  doc.attachments = doc.attachments.map(([name, attachment]) => {
    if (!attachment.stub) return [name, attachment];
    const stored = own(old?._attachments, name);
    const { revpos } = attachment;
    if (!stored || (revpos !== undefined && revpos !== stored.revpos)) {
      const reason = `Invalid attachment stub in ${doc.id} for ${name}`;
      throw new CouchError(412, 'missing_stub', reason);
    }
    return [name, stored];
  });
}

function own(object, name) {
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}
