import { parseJson } from './body.js';
import { badRequest } from './errors.js';

// A document with the bytes of its attachments behind it, as `multipart/related` has it: the first
// part is the document, the others are the attachments that it says `follows` of, in their order.
// Gives the document with these attachments inline.
export function parseRelated(bytes, contentType) {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (!boundary) throw badRequest('multipart/related without a boundary');
  const [first, ...files] = parts(bytes, Buffer.from(`--${boundary}`));
  if (!first) throw badRequest('multipart/related without parts');
  const doc = parseJson(first);
  for (const attachment of Object.values(doc._attachments ?? {})) {
    if (!attachment?.follows) continue;
    if (attachment.encoding) throw badRequest('This stand-in takes attachments as they are only, not encoded');
    const file = files.shift();
    if (file?.length !== attachment.length) throw badRequest('An attachment is missing or has another length');
    delete attachment.follows;
    attachment.data = file.toString('base64');
  }
  return doc;
}

function parts(bytes, delimiter) {
  const found = [];
  let start = bytes.indexOf(delimiter);
  for (;;) {
    if (start < 0) throw badRequest('multipart/related without its end');
    start += delimiter.length;
    if (bytes.subarray(start, start + 2).toString() === '--') return found;
    const head = bytes.indexOf('\r\n\r\n', start);
    const end = bytes.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), head + 2);
    if (head < 0 || end < 0) throw badRequest('multipart/related without its end');
    found.push(bytes.subarray(head + 4, Math.max(head + 4, end)));
    start = end + 2;
  }
}
