import { badRequest } from './errors.js';

// `_attachments` of a document of a request as entries [name, attachment], an attachment being
// either {stub: true, revpos?} or {content_type, data, revpos?} with its data in plain base64.
export function parseAttachments(json, { newEdits }) {
  if (json === null || json === undefined) return [];
  if (typeof json !== 'object' || Array.isArray(json)) {
    throw badRequest('Attachments must be a JSON object');
  }
  return Object.entries(json).map(([name, given]) => {
    checkAttachmentName(name);
    if (given?.follows) {
      throw badRequest('An attachment that follows needs a multipart body');
    }
    if (given?.stub) return [name, { stub: true, revpos: given.revpos }];
    const contentType = given?.content_type ?? 'application/octet-stream';
    const attachment = { content_type: contentType, data: plainBase64(given?.data, name) };
    // an edit gives the attachment the number of its own revision, a replicated one has it
    if (!newEdits) attachment.revpos = given.revpos ?? 0;
    return [name, attachment];
  });
}

export function checkAttachmentName(name) {
  if (name.startsWith('_')) {
    throw badRequest(`Attachment name '${name}' starts with prohibited character '_'`);
  }
  return name;
}

// PouchDB takes only base64 exactly as Node writes it, CouchDB also with line breaks.
function plainBase64(data, name) {
  const text = typeof data === 'string' ? data.replace(/\s/g, '') : null;
  if (text === null || text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw badRequest(`Invalid attachment data for ${name}`);
  }
  return Buffer.from(text, 'base64').toString('base64');
}
