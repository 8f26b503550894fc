import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newDatabase, startServer } from '../test-support/server.js';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

const IDS = [
  'a/b', 'a+b', '100%', '%2F', 'say "hi"', "it's", 'a b', ' ', 'a?b#c&d=e', '\\', '[x]', '..', 'ÿ', 'ÿÿz',
  '漢字', '🐪', '🐪'.repeat(1000), 'x'.repeat(4000), '0', 'constructor', '_design/d', '_design/a/b 🐪',
];

const encoded = (id) =>
  id.startsWith('_design/') ? `_design/${encodeURIComponent(id.slice(8))}` : encodeURIComponent(id);
const shown = (id) => (id.length > 40 ? `${id.slice(0, 8)}… of ${id.length}` : id);

test('takes and gives any id everywhere', async (t) => {
  const db = await newDatabase(server);
  const bulk = await newDatabase(server);
  for (const id of IDS) {
    await t.test(shown(id), async () => {
      const { status, json } = await server.call('PUT', `${db}/${encoded(id)}`, { n: 1 });
      assert.equal(status, 201);
      assert.equal(json.id, id);
      assert.equal((await server.get(`${db}/${encoded(id)}?revs=true`))._id, id);
      assert.equal((await server.get(`${db}/${encodeURIComponent(id)}`))._id, id, 'with the slash encoded');
      const [{ error }] = await server.post(`${bulk}/_bulk_docs`, { docs: [{ _id: id }] });
      assert.equal(error, undefined);
      const { results } = await server.post(`${bulk}/_bulk_get?revs=true`, { docs: [{ id }] });
      assert.deepEqual([results[0].id, results[0].docs[0].ok._id], [id, id]);
      const [row] = (await server.post(`${bulk}/_changes?filter=_doc_ids`, { doc_ids: [id] })).results;
      assert.equal(row.id, id);
      const key = encodeURIComponent(JSON.stringify(id));
      assert.equal((await server.get(`${bulk}/_all_docs?key=${key}`)).rows[0].id, id);
    });
  }
  const ids = (rows) => rows.map(({ id }) => id).sort();
  for (const path of [db, bulk]) {
    assert.deepEqual(ids((await server.get(`${path}/_changes`)).results), [...IDS].sort());
    assert.deepEqual(ids((await server.get(`${path}/_all_docs`)).rows), [...IDS].sort());
  }
});

test('takes a plus in a path for a space, as CouchDB does', async () => {
  const db = await newDatabase(server);
  assert.equal((await server.put(`${db}/a+b`, {})).id, 'a b');
});

test('lists documents in the order of their ids', async () => {
  const db = await newDatabase(server);
  await server.post(`${db}/_bulk_docs`, { docs: IDS.map((_id) => ({ _id })) });
  const order = [...IDS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const list = async (query) => (await server.get(`${db}/_all_docs?${query}`)).rows.map(({ id }) => id);
  assert.deepEqual(await list(''), order);
  assert.deepEqual(await list('descending=true&limit=3'), order.slice(-3).reverse());
  assert.deepEqual(await list('skip=2&limit=3'), order.slice(2, 5));
  const key = (id) => encodeURIComponent(JSON.stringify(id));
  assert.deepEqual(await list(`startkey=${key(order[3])}&endkey=${key(order[6])}`), order.slice(3, 7));
  const open = `startkey=${key(order[3])}&endkey=${key(order[6])}&inclusive_end=false`;
  assert.deepEqual(await list(open), order.slice(3, 6));
  const { rows } = await server.post(`${db}/_all_docs`, { keys: ['🐪', 'none'] });
  assert.deepEqual([rows[0].id, rows[1]], ['🐪', { key: 'none', error: 'not_found' }]);
  const designs = await server.get(`${db}/_design_docs`);
  assert.deepEqual(designs.rows.map(({ id }) => id), ['_design/a/b 🐪', '_design/d']);
});
