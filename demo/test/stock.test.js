import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../test-support/server.js';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

// What express-pouchdb answers, reached through a database whose name it could not handle itself.
test('views, Mango queries and compaction work', async () => {
  const db = '/with%2Fslash%2B';
  await server.put(db);
  await server.put(`${db}/_design/d`, { views: { n: { map: 'function (doc) { emit(doc.n); }' } } });
  await server.post(`${db}/_bulk_docs`, { docs: [{ _id: 'a', n: 2 }, { _id: 'b', n: 1 }] });
  const view = await server.call('GET', `${db}/_design/d/_view/n?include_docs=true`, undefined, { accept: '*/*' });
  assert.deepEqual(view.json.rows.map(({ id, doc }) => [id, doc.n]), [['b', 1], ['a', 2]]);
  assert.match(view.headers['content-type'], /^application\/json/);
  const found = await server.post(`${db}/_find`, { selector: { n: { $gt: 1 } } });
  assert.deepEqual(found.docs.map(({ _id }) => _id), ['a']);
  assert.equal((await server.post(`${db}/_index`, { index: { fields: ['n'] } })).result, 'created');
  assert.equal((await server.get(db)).doc_count, 4, 'what it writes is counted, too');
  const { _rev: rev } = await server.get(`${db}/a`);
  await server.put(`${db}/a`, { n: 3, _rev: rev });
  assert.equal((await server.call('POST', `${db}/_compact`)).status, 202);
  assert.equal((await server.call('GET', `${db}/a?rev=${rev}`)).status, 404);
  assert.equal((await server.get(`${db}/a`)).n, 3);

  await server.call('DELETE', db);
  await server.put(db);
  await server.put(`${db}/_design/d`, { views: { n: { map: 'function (doc) { emit(doc.n); }' } } });
  assert.deepEqual((await server.get(`${db}/_design/d/_view/n`)).rows, [], 'nothing of the old database');
  assert.deepEqual(await server.get('/_all_dbs'), ['with/slash+']);
});
