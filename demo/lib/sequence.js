import { createHash, randomBytes } from 'node:crypto';
import { badRequest } from './errors.js';

// Sequences as CouchDB's clusters write them: a number that means little and a text that means
// nothing to a client. Here the text is another one every time, so that a client which compares
// two sequences, or reads more out of them, is found out.
export function sequence(number) {
  return `${number}-g1AAAA${random(42)}`;
}

// The sequence by which a database tells how it stands: the same text as long as nothing changes, as
// one node of CouchDB serves it, and never that of another database.
export function standing(number, database) {
  const text = createHash('sha256').update(`${database} ${number}`).digest('base64url');
  return `${number}-g1AAAA${text.slice(0, 42)}`;
}

// The number of a sequence a client gave back as `since`.
export function parseSince(text, updateSeq) {
  if (text === undefined || text === '' || text === '0') return 0;
  if (text === 'now') return updateSeq;
  const match = /^"?(\d+)-[^"]+"?$/.exec(text);
  // CouchDB refuses bare numbers, too
  if (!match) throw badRequest("Malformed sequence supplied in 'since' parameter.");
  const number = Number(match[1]);
  // a sequence of another database, as of one that was deleted: CouchDB begins anew
  return number > updateSeq ? 0 : number;
}

// Random text, taken from the system in larger portions.
let pool = '';
function random(length) {
  if (pool.length < length) pool = randomBytes(12288).toString('base64url');
  const text = pool.slice(0, length);
  pool = pool.slice(length);
  return text;
}
