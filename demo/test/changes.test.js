import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newDatabase, path, replicate, startServer } from '../test-support/server.js';

let server;
before(async () => {
  server = await startServer('--memory', '--plain-feed');
});
after(() => server.close());

const changes = (db, query = '') => server.get(`${db}/_changes?${query}`);
const ids = ({ results }) => results.map(({ id }) => id);

// A database with the documents 0, 1, 2 …
async function filled(count) {
  const db = await newDatabase(server);
  await server.post(`${db}/_bulk_docs`, {
    docs: Array.from({ length: count }, (_, i) => ({ _id: String(i), n: i, even: i % 2 === 0 })),
  });
  return db;
}

test('serves sequences which say nothing and differ each time', async () => {
  const db = await filled(3);
  const first = await changes(db);
  const second = await changes(db);
  assert.deepEqual(ids(first), ['0', '1', '2']);
  const all = [...first.results, ...second.results].map(({ seq }) => seq);
  all.push(first.last_seq, second.last_seq);
  assert.equal(new Set(all).size, all.length);
  for (const seq of all) assert.match(seq, /^\d+-[\w-]{20,}$/);
  for (const [i, { seq }] of first.results.entries()) {
    assert.deepEqual(ids(await changes(db, `since=${seq}`)), ['0', '1', '2'].slice(i + 1));
  }
});

test('takes any text of a sequence, 0 and now, and no bare number', async () => {
  const db = await filled(3);
  assert.deepEqual(ids(await changes(db, 'since=1-whatever')), ['1', '2']);
  assert.deepEqual(ids(await changes(db, 'since="1-quoted"')), ['1', '2']);
  assert.deepEqual(ids(await changes(db, 'since=0')), ['0', '1', '2']);
  assert.deepEqual(ids(await changes(db, 'since=now')), []);
  assert.deepEqual(ids(await changes(db, 'since=99-of-another-database')), ['0', '1', '2']);
  for (const since of ['1', 'abc', '-', '1-']) {
    const { status, json } = await server.call('GET', `${db}/_changes?since=${since}`);
    assert.deepEqual([status, json.error], [400, 'bad_request'], since);
  }
});

test('tells how many changes are pending', async () => {
  const db = await filled(10);
  const first = await changes(db, 'limit=4');
  assert.deepEqual([first.results.length, first.pending], [4, 6]);
  const second = await changes(db, `limit=6&since=${first.last_seq}`);
  assert.deepEqual([second.results.length, second.pending], [6, 0]);
});

test('gives the since back when there is nothing new', async () => {
  const db = await filled(2);
  const { last_seq: last } = await changes(db);
  for (const since of [last, '2-some-text']) {
    assert.deepEqual(await changes(db, `since=${since}`), { results: [], last_seq: since, pending: 0 });
  }
});

test('gives no rows for limit=0', async () => {
  const db = await filled(3);
  assert.deepEqual(await changes(db, 'limit=0&since=1-x'), { results: [], last_seq: '1-x', pending: 2 });
  const now = await changes(db, 'limit=0&since=now');
  assert.equal(now.pending, 0);
  assert.match(now.last_seq, /^3-/);
});

test('leaves seqs out as seq_interval wants', async () => {
  const db = await filled(6);
  const seqs = async (query) => {
    const answer = await changes(db, query);
    assert.match(answer.last_seq, /^6-/);
    return answer.results.map(({ seq }) => seq && Number.parseInt(seq, 10));
  };
  assert.deepEqual(await seqs('limit=6&seq_interval=7'), [null, null, null, null, null, null]);
  assert.deepEqual(await seqs('limit=6&seq_interval=3'), [1, null, null, 4, null, null]);
  assert.deepEqual(await seqs('limit=6'), [1, 2, 3, 4, 5, 6]);
});

test('shows leaves, deletions and changes of losing leaves', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [
    { _id: 'a', _rev: '3-c', _revisions: path(3, 'c', 'b', 'a') },
    { _id: 'b', _rev: '2-b', _deleted: true },
  ]);
  const { last_seq: since } = await changes(db);
  await replicate(server, db, [{ _id: 'a', _rev: '2-x', _revisions: path(2, 'x', 'a') }]);
  const [row] = (await changes(db, `since=${since}`)).results;
  assert.deepEqual([row.id, row.changes], ['a', [{ rev: '3-c' }]]);
  const [first, second] = (await changes(db, 'style=all_docs')).results;
  assert.deepEqual([first.id, first.deleted, first.changes], ['b', true, [{ rev: '2-b' }]]);
  assert.deepEqual([second.id, second.deleted, second.changes], ['a', undefined, [{ rev: '3-c' }, { rev: '2-x' }]]);
});

test('runs backward', async () => {
  const db = await filled(5);
  assert.deepEqual(ids(await changes(db, 'descending=true')), ['4', '3', '2', '1', '0']);
  const newest = await changes(db, 'descending=true&limit=1&since=3-x');
  assert.deepEqual(ids(newest), ['4']);
  assert.match(newest.last_seq, /^5-/);
});

test('includes documents', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [
    { _id: 'a', n: 1, _rev: '1-a', _attachments: { x: { content_type: 'text/plain', data: 'YQ==', revpos: 1 } } },
    { _id: 'a', n: 2, _rev: '1-0' },
    { _id: 'b', n: 3, _rev: '1-b', _deleted: true },
  ]);
  const docs = async (query) => {
    const { results } = await changes(db, `include_docs=true&${query}`);
    return results.sort((one, other) => (one.id < other.id ? -1 : 1));
  };
  const [a, b] = await docs('conflicts=true');
  assert.deepEqual([a.doc.n, a.doc._conflicts, a.doc._attachments.x.stub], [1, ['1-0'], true]);
  assert.deepEqual(b.doc, { _id: 'b', n: 3, _rev: '1-b', _deleted: true });
  const [inline] = await docs('attachments=true');
  assert.equal(inline.doc._attachments.x.data, 'YQ==');
});

test('filters, and goes on behind what it looked at', async () => {
  const db = await filled(10);
  await server.put(`${db}/_design/d`, {
    filters: { some: 'function (doc, req) { return doc.n == req.query.n; }' },
    views: { odd: { map: 'function (doc) { if (doc.even === false) emit(null); }' } },
  });
  const post = (query, body) => server.post(`${db}/_changes?${query}`, body);
  assert.deepEqual(ids(await post('filter=_doc_ids', { doc_ids: ['7', '3', 'none'] })), ['3', '7']);
  assert.deepEqual(ids(await changes(db, 'filter=_doc_ids&doc_ids=["3"]')), ['3']);
  assert.deepEqual(ids(await changes(db, 'filter=_design')), ['_design/d']);
  assert.deepEqual(ids(await changes(db, 'filter=d/some&n=6')), ['6']);
  assert.deepEqual(ids(await changes(db, 'filter=_view&view=d/odd')), ['1', '3', '5', '7', '9']);
  const selected = await post('filter=_selector&limit=2', { selector: { even: true, n: { $gt: 1 } } });
  assert.deepEqual(ids(selected), ['2', '4']);
  assert.match(selected.last_seq, /^5-/);
  const rest = await post(`filter=_selector&since=${selected.last_seq}`, { selector: { even: true } });
  assert.deepEqual(ids(rest), ['6', '8']);
  assert.match(rest.last_seq, /^11-/);
  const none = await post('filter=_selector', { selector: { none: 1 } });
  assert.deepEqual([none.results, none.pending], [[], 0]);
  assert.match(none.last_seq, /^11-/);
});

test('refuses filters it cannot use', async () => {
  const db = await newDatabase(server);
  const status = async (query, body) => (await server.call('POST', `${db}/_changes?${query}`, body)).status;
  assert.equal(await status('filter=_selector', {}), 400);
  assert.equal(await status('filter=_selector', { selector: { a: { $nope: 1 } } }), 400);
  assert.equal(await status('filter=_doc_ids', {}), 400);
  assert.equal(await status('filter=_nope', {}), 400);
  assert.equal(await status('filter=none/none', {}), 404);
  assert.equal((await server.call('POST', `${db}/_changes`, Buffer.from('{'))).status, 400);
  assert.deepEqual((await server.post(`${db}/_changes`)).results, [], 'a POST without a body');
});
