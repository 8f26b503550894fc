import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { newDatabase, startServer } from '../test-support/server.js';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

test('answers every error as JSON', async () => {
  const db = await newDatabase(server);
  await server.put(`${db}/there`, {});
  for (const [method, path, status, error] of [
    ['GET', `${db}/none`, 404, 'not_found'],
    ['GET', '/none', 404, 'not_found'],
    ['GET', `${db}/%zz`, 400, 'bad_request'],
    ['PATCH', `${db}/a`, 405, 'method_not_allowed'],
    ['DELETE', '/_up', 405, 'method_not_allowed'],
    ['GET', `${db}/_bulk_docs`, 405, 'method_not_allowed'],
    ['GET', `${db}/_nothing`, 404, 'not_found'],
    ['PUT', `${db}/_nothing`, 400, 'illegal_docid'],
    ['DELETE', `${db}/there`, 409, 'conflict'],
    ['DELETE', `${db}/there?rev=1-a`, 409, 'conflict'],
    ['DELETE', `${db}?rev=1-a`, 400, 'bad_request'],
    ['GET', `${db}/_design/d/_view/v`, 404, 'not_found'],
    ['DELETE', `${db}/none?rev=1-a`, 404, 'not_found'],
  ]) {
    const answer = await server.call(method, path, method === 'PUT' ? {} : undefined, { accept: '*/*' });
    assert.deepEqual([answer.status, answer.json.error], [status, error], `${method} ${path}`);
    assert.equal(typeof answer.json.reason, 'string');
    assert.match(answer.headers['content-type'], /^application\/json\b/);
  }
});

test('refuses malformed bodies', async () => {
  const db = await newDatabase(server);
  for (const body of ['{"docs":', '', '{"a":"\xff"}']) {
    for (const [method, path] of [['POST', `${db}/_bulk_docs`], ['POST', `${db}/_bulk_get`], ['PUT', `${db}/a`]]) {
      const { status, json } = await server.call(method, path, Buffer.from(body, 'latin1'));
      assert.deepEqual([status, json.error], [400, 'bad_request'], `${method} ${path} ${body}`);
    }
  }
  const list = await server.call('POST', `${db}/_bulk_docs`, []);
  assert.deepEqual([list.status, list.json.error], [400, 'bad_request']);
});

test('wants JSON declared as such', async () => {
  const db = await newDatabase(server);
  const answer = await server.call('POST', `${db}/_bulk_docs`, { docs: [] }, { 'content-type': 'text/plain' });
  assert.deepEqual([answer.status, answer.json.error], [415, 'bad_content_type']);
});

test('takes compressed bodies', async () => {
  const db = await newDatabase(server);
  const body = gzipSync(JSON.stringify({ docs: [{ _id: 'a' }] }));
  const answer = await server.call('POST', `${db}/_bulk_docs`, body, { 'content-encoding': 'gzip' });
  assert.deepEqual([answer.status, answer.json[0].ok], [201, true]);
  const broken = await server.call('POST', `${db}/_bulk_docs`, body.subarray(9), { 'content-encoding': 'gzip' });
  assert.deepEqual([broken.status, broken.json.error], [400, 'bad_request']);
});

test('takes bodies of 64 MB, and no single document that large', async () => {
  const db = await newDatabase(server);
  const text = 'x'.repeat(4 << 20);
  const docs = Array.from({ length: 16 }, (_, i) => ({ _id: String(i), text }));
  const { status, json } = await server.call('POST', `${db}/_bulk_docs`, { docs });
  assert.deepEqual([status, json.filter(({ ok }) => ok).length], [201, 16]);
  const large = await server.call('PUT', `${db}/large`, { text: text + text });
  assert.deepEqual([large.status, large.json], [413, { error: 'document_too_large', reason: 'large' }]);
});

test('keeps numbers of JavaScript, any text and any depth', async () => {
  const db = await newDatabase(server);
  let deep = {};
  for (let i = 0; i < 500; i++) deep = { deep };
  const doc = { text: '\u0000\u2028🐪"\\', list: [1.5, -0.1, 1e300, null, true, {}], '': 0, constructor: 1, deep };
  await server.put(`${db}/a`, doc);
  const { _id, _rev, ...got } = await server.get(`${db}/a`);
  assert.deepEqual(got, doc);
  const lost = await server.call('PUT', `${db}/b`, Buffer.from('{"__proto__":1}'));
  assert.equal(lost.status, 400, 'rather refused than lost');
});
