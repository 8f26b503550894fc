import { LOCALS } from './stores.js';

// `_local` documents. CouchDB keeps no history of them and lets the last write win, whatever
// revision it names; PouchDB would answer with conflicts. So they are written past it.
export async function writeLocal({ stores }, doc) {
  const key = LOCALS + doc.id;
  if (doc.deleted) {
    await stores.batch([{ type: 'del', key }]);
    return { ok: true, id: doc.id, rev: '0-0' };
  }
  const before = doc.start === 0 && doc.ids.length ? Number.parseInt(doc.ids[0], 10) || 0 : 0;
  const rev = `0-${before + 1}`;
  const value = JSON.stringify({ ...doc.body, _id: doc.id, _rev: rev });
  await stores.batch([{ type: 'put', key, value }]);
  return { ok: true, id: doc.id, rev };
}

export async function readLocal({ stores }, id) {
  const [doc] = await stores.values([LOCALS + id]);
  return doc;
}

// All of them, without those PouchDB keeps for itself.
export async function listLocal({ stores }) {
  const found = [];
  for await (const [id, text] of stores.walk(LOCALS)) {
    if (!id.startsWith('_local/_pouch_') && id !== '_local/compaction') {
      found.push(JSON.parse(text));
    }
  }
  return found;
}
