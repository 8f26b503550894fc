import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newDatabase, path, replicate, startServer } from '../test-support/server.js';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

const bulkGet = async (db, docs, query = 'revs=true') =>
  (await server.post(`${db}/_bulk_get?${query}`, { docs })).results;

test('answers an empty question', async () => {
  const db = await newDatabase(server);
  const { status, json } = await server.call('POST', `${db}/_bulk_get?revs=true`, { docs: [] });
  assert.deepEqual([status, json], [200, { results: [] }]);
});

test('gives all leaves with their histories, tombstones too', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [
    { _id: 'a', n: 1, _rev: '3-c', _revisions: path(3, 'c', 'b', 'a') },
    { _id: 'a', n: 2, _rev: '2-x', _revisions: path(2, 'x', 'a') },
    { _id: 'a', n: 3, _rev: '2-d', _revisions: path(2, 'd', 'a'), _deleted: true },
    { _id: 'gone', why: 'old', _rev: '5-q', _revisions: path(5, 'q', 'p'), _deleted: true },
  ]);
  const [a, gone] = await bulkGet(db, [{ id: 'a' }, { id: 'gone' }]);
  const byRev = Object.fromEntries(a.docs.map(({ ok }) => [ok._rev, ok]));
  assert.deepEqual(byRev, {
    '3-c': { _id: 'a', n: 1, _rev: '3-c', _revisions: path(3, 'c', 'b', 'a') },
    '2-x': { _id: 'a', n: 2, _rev: '2-x', _revisions: path(2, 'x', 'a') },
    '2-d': { _id: 'a', n: 3, _rev: '2-d', _revisions: path(2, 'd', 'a'), _deleted: true },
  });
  const tombstone = { _id: 'gone', why: 'old', _rev: '5-q', _revisions: path(5, 'q', 'p'), _deleted: true };
  assert.deepEqual(gone, { id: 'gone', docs: [{ ok: tombstone }] });
});

test('gives one entry for each question, in its order', async () => {
  const db = await newDatabase(server);
  await server.post(`${db}/_bulk_docs`, { docs: [{ _id: 'b' }, { _id: 'a' }] });
  const asked = ['b', 'none', 'a', 'b'].map((id) => ({ id }));
  const results = await bulkGet(db, asked);
  assert.deepEqual(results.map(({ id }) => id), ['b', 'none', 'a', 'b']);
  assert.ok(results.every(({ docs }) => docs.length === 1));
});

test('tells of what is missing', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [{ _id: 'a', _rev: '1-a' }]);
  const [none, other] = await bulkGet(db, [{ id: 'none' }, { id: 'a', rev: '7-z' }]);
  const missing = { error: 'not_found', reason: 'missing' };
  assert.deepEqual(none, { id: 'none', docs: [{ error: { id: 'none', rev: 'undefined', ...missing } }] });
  assert.deepEqual(other, { id: 'a', docs: [{ error: { id: 'a', rev: '7-z', ...missing } }] });
});

test('gives the revision asked for, or what came of it with latest', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [
    { _id: 'a', n: 1, _rev: '1-a' },
    { _id: 'a', n: 2, _rev: '2-b', _revisions: path(2, 'b', 'a') },
  ]);
  const [old] = await bulkGet(db, [{ id: 'a', rev: '1-a' }], '');
  assert.deepEqual(old.docs, [{ ok: { _id: 'a', n: 1, _rev: '1-a' } }]);
  const [latest] = await bulkGet(db, [{ id: 'a', rev: '1-a' }], 'latest=true');
  assert.deepEqual(latest.docs, [{ ok: { _id: 'a', n: 2, _rev: '2-b' } }]);
});

test('lets entries it cannot read fail alone', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [{ _id: 'a', _rev: '1-a' }]);
  const results = await bulkGet(db, [{ id: '_no' }, {}, { id: 'a', rev: 'x' }, { id: 'a' }], '');
  const errors = results.map(({ docs: [{ error }] }) => error?.error);
  assert.deepEqual(errors, ['illegal_docid', 'bad_request', 'bad_request', undefined]);
});

test('gives attachments as stubs or with their data', async () => {
  const db = await newDatabase(server);
  const attachment = { content_type: 'text/plain', revpos: 2 };
  await replicate(server, db, [
    {
      _id: 'a',
      _rev: '3-c',
      _attachments: { hi: { ...attachment, data: 'aGVsbG8=' }, none: { ...attachment, data: '' } },
    },
    { _id: 'b', _rev: '1-b', text: 'mentions "_attachments": only' },
  ]);
  const digest = { hi: 'md5-XUFAKrxLKna5cZ2REBfFkg==', none: 'md5-1B2M2Y8AsgTpgAmY7PhCfg==' };
  const [stubs, plain] = await bulkGet(db, [{ id: 'a' }, { id: 'b' }], '');
  assert.deepEqual(stubs.docs[0].ok._attachments, {
    hi: { ...attachment, digest: digest.hi, length: 5, stub: true },
    none: { ...attachment, digest: digest.none, length: 0, stub: true },
  });
  assert.equal(plain.docs[0].ok.text, 'mentions "_attachments": only');
  const [inline] = await bulkGet(db, [{ id: 'a' }], 'attachments=true');
  assert.deepEqual(inline.docs[0].ok._attachments, {
    hi: { ...attachment, digest: digest.hi, data: 'aGVsbG8=' },
    none: { ...attachment, digest: digest.none, data: '' },
  });
});

test('is fast enough for pages of 500', async () => {
  const db = await newDatabase(server);
  const ids = Array.from({ length: 2000 }, (_, i) => `doc-${i}`);
  await server.post(`${db}/_bulk_docs`, { docs: ids.map((id) => ({ _id: id, text: 'x'.repeat(500) })) });
  const started = performance.now();
  for (let start = 0; start < ids.length; start += 500) {
    const page = await bulkGet(db, ids.slice(start, start + 500).map((id) => ({ id })));
    assert.equal(page.length, 500);
  }
  const seconds = (performance.now() - started) / 1000;
  assert.ok(ids.length / seconds > 4000, `${Math.round(ids.length / seconds)} documents per second`);
});
