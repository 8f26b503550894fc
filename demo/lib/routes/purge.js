import { badRequest, notImplemented } from '../errors.js';
import { ATTACHMENTS, bodyKey, DOC_COUNT, DOCUMENTS, FILES } from '../stores.js';
import { leaves } from '../rev-tree.js';

// POST /db/_purge: forgets documents with all their revisions. PouchDB's LevelDB cannot purge at
// all; taking away a whole document is plain, taking one branch off its tree is not attempted.
export async function purge(call) {
  const asked = Object.entries(await call.jsonObject());
  if (asked.some(([, revs]) => !Array.isArray(revs))) throw badRequest('Invalid list of revisions');
  const { database } = call;
  const purged = await database.exclusive(() => purgeAll(database, asked));
  call.send(201, { purge_seq: null, purged });
}

// GET /db/_purged_infos: each document that was purged, once, with all the revisions that went
export function purgedInfos(call) {
  call.send(200, { purged_infos: call.database.settings.purged });
}

async function purgeAll(database, asked) {
  const { stores, index } = database;
  const metadata = await stores.metadata(asked.map(([id]) => id));
  const purged = {};
  const gone = [];
  asked.forEach(([id, revs], i) => {
    const all = metadata[i] ? leaves(metadata[i]).map(({ rev }) => rev) : [];
    purged[id] = all.filter((rev) => revs.includes(rev));
    if (purged[id].length === 0) return;
    if (purged[id].length < all.length) {
      throw notImplemented(`This stand-in purges only all leaf revisions of a document at once: ${id}`);
    }
    gone.push(metadata[i]);
  });
  if (!gone.length) return purged;

  const living = gone.filter(({ deleted }) => !deleted).length;
  const [count] = await stores.values([DOC_COUNT]);
  await stores.batch([
    ...gone.flatMap(documentKeys).map((key) => ({ type: 'del', key })),
    ...(await attachmentChanges(stores, gone)),
    { type: 'put', key: DOC_COUNT, value: JSON.stringify(count - living) },
  ]);
  for (const { id } of gone) index.remove(id);
  if (gone.some(({ id }) => id.startsWith('_design/'))) database.validators.forget();
  const { purges, purged: known } = database.settings;
  database.changeSettings({ purges: purges + gone.length, purged: remember(known, purged) });
  // PouchDB keeps its count in memory, too, and reads it only here
  await database.connect();
  return purged;
}

function remember(known, purged) {
  const all = new Map(known.map(({ id, revs }) => [id, revs]));
  for (const [id, revs] of Object.entries(purged)) {
    if (revs.length) all.set(id, [...new Set([...(all.get(id) ?? []), ...revs])]);
  }
  return [...all].map(([id, revs]) => ({ id, revs }));
}

function documentKeys({ id, rev_map: numbers }) {
  return [DOCUMENTS + id, ...Object.values(numbers).map(bodyKey)];
}

// An attachment stays as long as a revision of another document refers to it.
async function attachmentChanges(stores, gone) {
  const lost = new Map(); // digest → references to go
  for (const { id, rev_map: numbers } of gone) {
    const bodies = await stores.values(Object.values(numbers).map(bodyKey));
    for (const body of bodies.filter(Boolean)) {
      for (const { digest } of Object.values(body._attachments ?? {})) {
        if (!lost.has(digest)) lost.set(digest, new Set());
        lost.get(digest).add(`${id}@${body._rev}`);
      }
    }
  }
  const digests = [...lost.keys()];
  const stored = await stores.values(digests.map((digest) => ATTACHMENTS + digest));
  return digests.flatMap((digest, i) => {
    const refs = Object.keys(stored[i]?.refs ?? {}).filter((ref) => !lost.get(digest).has(ref));
    const key = ATTACHMENTS + digest;
    if (refs.length) {
      const value = JSON.stringify({ refs: Object.fromEntries(refs.map((ref) => [ref, true])) });
      return [{ type: 'put', key, value }];
    }
    return [
      { type: 'del', key },
      { type: 'del', key: FILES + digest },
    ];
  });
}
