import assert from 'node:assert/strict';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import couchbackup from '@cloudant/couchbackup';
import { newDatabase, path, replicate, startServer } from '../test-support/server.js';

let server;
let dir;
before(async () => {
  server = await startServer();
  dir = mkdtempSync(join(os.tmpdir(), 'camelback-demo-'));
});
after(async () => {
  rmSync(dir, { recursive: true });
  await server.close();
});

const run = (start) =>
  new Promise((resolve, reject) => start((error, data) => (error ? reject(error) : resolve(data))));

// All leaves of all documents with their histories, in an order of its own.
async function everything(db) {
  const { results } = await server.get(`${db}/_changes?style=all_docs`);
  const docs = results.map(({ id }) => ({ id }));
  const answer = await server.post(`${db}/_bulk_get?revs=true`, { docs });
  const leaves = answer.results.flatMap((entry) => entry.docs.map(({ ok }) => ok));
  const name = ({ _id, _rev }) => `${_id}@${_rev}`;
  return new Map(leaves.map((doc) => [name(doc), doc]).sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('couchbackup saves a database and couchrestore makes the same one of it', async () => {
  const source = await newDatabase(server);
  const target = await newDatabase(server);
  const plain = Array.from({ length: 300 }, (_, i) => ({ _id: `doc ${i}/+%`, n: i, _rev: '1-a' }));
  await replicate(server, source, [
    ...plain,
    { _id: 'a', n: 1, _rev: '3-c', _revisions: path(3, 'c', 'b', 'a') },
    { _id: 'a', n: 2, _rev: '2-x', _revisions: path(2, 'x', 'a') },
    { _id: 'a', n: 3, _rev: '2-d', _revisions: path(2, 'd', 'a'), _deleted: true },
    { _id: 'gone', why: 'old', _rev: '2-b', _revisions: path(2, 'b', 'a'), _deleted: true },
    { _id: '_design/d', views: {}, _rev: '1-a' },
  ]);
  const file = join(dir, 'backup.txt');
  await run((done) =>
    couchbackup.backup(server.url + source, createWriteStream(file), { bufferSize: 50, log: join(dir, 'log') }, done),
  );
  assert.match(readFileSync(file, 'utf8'), /"@cloudant\/couchbackup"/);
  await run((done) => couchbackup.restore(createReadStream(file), server.url + target, { bufferSize: 50 }, done));

  const before = await everything(source);
  assert.equal(before.size, 305);
  assert.deepEqual(await everything(target), before);
  const { doc_count: living, doc_del_count: deleted } = await server.get(target);
  assert.deepEqual([living, deleted], [302, 1]);
});
