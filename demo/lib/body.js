import { isUtf8 } from 'node:buffer';
import zlib from 'node:zlib';
import { badRequest, CouchError } from './errors.js';

// The whole body of a request as bytes, unpacked; of any size which fits into memory.
export async function readBytes(request) {
  const coding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  const unpack = { identity: null, gzip: zlib.createGunzip, deflate: zlib.createInflate }[coding];
  if (unpack === undefined) {
    throw new CouchError(415, 'bad_content_type', `Unsupported content encoding ${coding}`);
  }
  const stream = unpack ? request.pipe(unpack()) : request;
  const parts = [];
  try {
    for await (const part of stream) parts.push(part);
  } catch (error) {
    throw badRequest(error.message);
  }
  return Buffer.concat(parts);
}

export function parseJson(bytes) {
  if (!isUtf8(bytes)) throw badRequest('invalid UTF-8 JSON');
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw badRequest('invalid UTF-8 JSON');
  }
}
