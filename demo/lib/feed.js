import { jsonDocs, jsonTexts } from './json-docs.js';
import { leaves } from './rev-tree.js';

const PAGE = 500; // documents looked at in one go

// Reads the feed forward from `since`: {rows: [{seq, row}], last, pending}. `row` lacks its seq;
// `last` is as far as the feed was looked at, filtered rows included; `limit` counts what passed.
export async function readForward(database, since, limit, question) {
  const rows = [];
  let last = since;
  while (rows.length < limit) {
    const page = database.index.after(last, question.filter ? PAGE : Math.min(PAGE, limit - rows.length));
    if (!page.length) {
      last = Math.max(last, database.index.updateSeq);
      break;
    }
    const found = await changeRows(database, page, question);
    for (let i = 0; i < page.length && rows.length < limit; i++) {
      last = page[i].seq;
      if (found[i]) rows.push({ seq: last, row: found[i] });
    }
  }
  return { rows, last, pending: database.index.countAfter(last) };
}

// Reads the whole feed backward; as in CouchDB, `since` does not matter then.
export async function readBackward(database, limit, question) {
  const rows = [];
  let at = database.index.updateSeq;
  let seen = 0;
  while (rows.length < limit) {
    const page = database.index.upTo(at, PAGE);
    if (!page.length) break;
    const found = await changeRows(database, page, question);
    for (let i = 0; i < page.length && rows.length < limit; i++) {
      at = page[i].seq - 1;
      seen += 1;
      if (found[i]) rows.push({ seq: page[i].seq, row: found[i] });
    }
  }
  const last = rows.at(-1)?.seq ?? database.index.updateSeq;
  return { rows, last, pending: Math.max(0, database.index.countAfter(0) - seen) };
}

// The rows of a page of the index without their seqs, null for those a filter keeps back.
export async function changeRows(database, page, question) {
  const { filter, allLeaves, includeDocs } = question;
  const chosen = page.map(({ id }) => !filter?.byId || filter.byId(id));
  const asked = page.filter((_, i) => chosen[i]);
  const metadata = await database.stores.metadata(asked.map(({ id }) => id));
  // a document may have been purged meanwhile
  const changes = metadata.map((one) => one && change(one, allLeaves));
  if (filter?.byDoc) await dropUnwanted(database, changes, filter.byDoc);
  const passed = changes.filter((one) => one?.revs.length);
  if (includeDocs) {
    const winners = passed.map(({ metadata, winner }) => ({ metadata, node: winner }));
    const docs = await jsonTexts(database.stores, winners, question);
    passed.forEach((one, i) => {
      one.doc = docs[i];
    });
  }
  let next = 0;
  return chosen.map((wanted) => {
    const one = wanted ? changes[next++] : null;
    return one?.revs.length ? json(one) : null;
  });
}

function change(metadata, allLeaves) {
  const all = leaves(metadata);
  return { metadata, winner: all[0], revs: allLeaves ? all : all.slice(0, 1) };
}

async function dropUnwanted({ stores }, changes, passes) {
  const wanted = changes.flatMap((one) =>
    one ? one.revs.map((node) => ({ metadata: one.metadata, node })) : [],
  );
  const docs = await jsonDocs(stores, wanted);
  let next = 0;
  for (const one of changes) {
    if (one) one.revs = one.revs.filter(() => passes(docs[next++]));
  }
}

// The members of a row behind its seq, as text.
function json({ metadata, winner, revs, doc }) {
  const changes = JSON.stringify(revs.map(({ rev }) => ({ rev })));
  const deleted = winner.deleted ? ',"deleted":true' : '';
  const body = doc === undefined ? '' : `,"doc":${doc}`;
  return `"id":${JSON.stringify(metadata.id)},"changes":${changes}${deleted}${body}`;
}
