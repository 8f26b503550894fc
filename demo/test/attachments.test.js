import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newDatabase, startServer } from '../test-support/server.js';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

const BYTES = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256));
const type = (name) => ({ 'content-type': name });

test('takes, gives and removes attachments by themselves', async () => {
  const db = await newDatabase(server);
  const url = `${db}/a%2Fb/dir/file%20%2B%3F.bin`;
  const first = await server.call('PUT', url, BYTES, type('image/x'));
  assert.deepEqual([first.status, first.json.id], [201, 'a/b']);
  const got = await server.call('GET', url);
  assert.deepEqual([got.status, got.headers['content-type']], [200, 'image/x']);
  assert.ok(got.data.equals(BYTES));
  assert.equal((await server.call('HEAD', url)).headers['content-length'], '70000');

  const again = await server.call('PUT', `${db}/a%2Fb/two`, Buffer.alloc(0), type('text/plain'));
  assert.equal(again.status, 409, 'without the revision');
  const second = await server.call('PUT', `${db}/a%2Fb/two?rev=${first.json.rev}`, Buffer.alloc(0), type('text/plain'));
  const { _attachments: both } = await server.get(`${db}/a%2Fb`);
  assert.deepEqual(
    Object.entries(both).map(([name, { revpos, length, stub }]) => [name, revpos, length, stub]).sort(),
    [['dir/file +?.bin', 1, 70000, true], ['two', 2, 0, true]],
  );
  assert.equal((await server.call('GET', `${db}/a%2Fb/two`)).data.length, 0);

  const removed = await server.call('DELETE', `${url}?rev=${second.json.rev}`);
  assert.equal(removed.status, 200);
  assert.equal((await server.call('GET', url)).status, 404);
  assert.equal((await server.call('GET', `${url}?rev=${first.json.rev}`)).status, 200);
});

test('keeps attachments through edits with stubs', async () => {
  const db = await newDatabase(server);
  await server.put(`${db}/a`, { _attachments: { x: { content_type: 'text/plain', data: 'aGVs\nbG8=' } } });
  const doc = await server.get(`${db}/a`);
  await server.put(`${db}/a`, { ...doc, n: 2 });
  const kept = await server.get(`${db}/a?attachments=true`);
  assert.deepEqual([kept.n, kept._attachments.x.data, kept._attachments.x.revpos], [2, 'aGVsbG8=', 1]);
});

test('serves attachments of design documents', async () => {
  const db = await newDatabase(server);
  await server.call('PUT', `${db}/_design/d/page.html`, Buffer.from('<p>'), type('text/html'));
  const { data, headers } = await server.call('GET', `${db}/_design/d/page.html`);
  assert.deepEqual([data.toString(), headers['content-type']], ['<p>', 'text/html']);
});

test('refuses to answer in JSON where CouchDB would not', async () => {
  const db = await newDatabase(server);
  await server.put(`${db}/a`, { _attachments: { x: { content_type: 'text/plain', data: 'YQ==' } } });
  for (const query of ['open_revs=all', 'attachments=true']) {
    const status = async (accept) => (await server.call('GET', `${db}/a?${query}`, undefined, { accept })).status;
    assert.deepEqual([await status('*/*'), await status('application/json')], [406, 200], query);
  }
});

test('takes a document with its attachments behind it', async () => {
  const db = await newDatabase(server);
  const file = (length) => ({ content_type: 'image/x', length, revpos: 2, follows: true });
  const doc = {
    _id: 'a',
    _revisions: { start: 3, ids: ['c', 'b', 'a'].map((c) => c.repeat(32)) },
    _attachments: { one: file(BYTES.length), none: file(0), inline: { content_type: 'text/x', data: 'AAAA' } },
  };
  const put = (...parts) =>
    server.call(
      'PUT',
      `${db}/a?new_edits=false`,
      Buffer.concat([...parts.flatMap((part) => [Buffer.from('\r\n--B\r\nContent-Type: x/y\r\n\r\n'), part]), Buffer.from('\r\n--B--\r\n')]),
      type('multipart/related; boundary=B'),
    );
  const json = Buffer.from(JSON.stringify(doc));
  assert.equal((await put(json, BYTES)).status, 400, 'a part is missing');
  assert.equal((await put(json, BYTES.subarray(1), Buffer.alloc(0))).status, 400, 'another length');
  assert.equal((await put(json, BYTES, Buffer.alloc(0))).status, 201);
  const stored = await server.get(`${db}/a`);
  assert.equal(stored._rev, `3-${'c'.repeat(32)}`);
  assert.deepEqual(
    Object.entries(stored._attachments).map(([name, { revpos, length }]) => [name, revpos, length]).sort(),
    [['inline', 0, 3], ['none', 2, 0], ['one', 2, BYTES.length]],
  );
  assert.ok((await server.call('GET', `${db}/a/one`)).data.equals(BYTES));
});
