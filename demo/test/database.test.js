import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newDatabase, path, replicate, startServer } from '../test-support/server.js';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

test('tells everything about a database', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [
    { _id: 'a', _rev: '1-a' },
    { _id: 'b', _rev: '2-b', _deleted: true },
    { _id: 'c', _rev: '1-c' },
    { _id: 'c', _rev: '2-x', _deleted: true },
  ]);
  const info = await server.get(db);
  assert.deepEqual([info.db_name, info.doc_count, info.doc_del_count], [db.slice(1), 2, 1]);
  assert.match(info.update_seq, /^4-/);
  assert.equal(info.purge_seq, '0');
  assert.match(info.instance_start_time, /^\d{16}$/);
  for (const size of ['file', 'external', 'active']) assert.ok(info.sizes[size] > 0, size);
  assert.deepEqual(info.props, {});
  assert.equal(typeof info.disk_format_version, 'number');
  assert.equal(info.compact_running, false);
  assert.deepEqual(Object.keys(info.cluster).sort(), ['n', 'q', 'r', 'w']);
});

test('counts documents which are deleted, revived and deleted again', async () => {
  const db = await newDatabase(server);
  const counts = async () => {
    const { doc_count: living, doc_del_count: deleted } = await server.get(db);
    return [living, deleted];
  };
  const first = await server.put(`${db}/a`, {});
  assert.deepEqual(await counts(), [1, 0]);
  await server.call('DELETE', `${db}/a?rev=${first.rev}`);
  assert.deepEqual(await counts(), [0, 1]);
  const { rev } = await server.put(`${db}/a`, {});
  assert.deepEqual(await counts(), [1, 0]);
  await server.put(`${db}/a`, { _rev: rev, _deleted: true });
  assert.deepEqual(await counts(), [0, 1]);
});

test('tells a database from an earlier one of its name', async () => {
  const db = await newDatabase(server);
  await server.put(`${db}/a`, {});
  const before = await server.get(db);
  await server.call('DELETE', db);
  await server.put(db);
  const after = await server.get(db);
  assert.notEqual(after.instance_start_time, before.instance_start_time);
  assert.deepEqual([after.doc_count, Number.parseInt(after.update_seq, 10)], [0, 0]);
  assert.equal((await server.call('GET', `${db}/a`)).status, 404);
  const commit = await server.post(`${db}/_ensure_full_commit`);
  assert.deepEqual(commit, { ok: true, instance_start_time: after.instance_start_time });
});

test('keeps a security object', async () => {
  const db = await newDatabase(server);
  assert.deepEqual((await server.get(`${db}/_security`)).members, { roles: ['_admin'] });
  const security = { admins: { names: ['x'], roles: [] }, members: {}, other: [1] };
  assert.deepEqual(await server.put(`${db}/_security`, security), { ok: true });
  assert.deepEqual(await server.get(`${db}/_security`), security);
});

test('cuts histories at the revision limit', async () => {
  const db = await newDatabase(server);
  assert.equal(await server.get(`${db}/_revs_limit`), 1000);
  assert.deepEqual(await server.put(`${db}/_revs_limit`, 3), { ok: true });
  assert.equal(await server.get(`${db}/_revs_limit`), 3);
  await replicate(server, db, [{ _id: 'a', _rev: '5-e', _revisions: path(5, 'e', 'd', 'c', 'b', 'a') }]);
  assert.deepEqual((await server.get(`${db}/a?revs=true`))._revisions, path(5, 'e', 'd', 'c'));
  await replicate(server, db, [{ _id: 'a', _rev: '6-f', _revisions: path(6, 'f', 'e', 'd', 'c', 'b') }]);
  assert.deepEqual((await server.get(`${db}/a?revs=true`))._revisions, path(6, 'f', 'e', 'd'));
  assert.equal((await server.call('PUT', `${db}/_revs_limit`, 0)).status, 400);
});

test('purges whole documents', async () => {
  const db = await newDatabase(server);
  const data = { x: { content_type: 'text/plain', data: 'YQ==', revpos: 1 } };
  await replicate(server, db, [
    { _id: 'a', _rev: '2-b', _revisions: path(2, 'b', 'a'), _attachments: data },
    { _id: 'a', _rev: '2-x', _revisions: path(2, 'x', 'a'), _deleted: true },
    { _id: 'b', _rev: '1-b', _attachments: data },
    { _id: 'c', _rev: '1-c', _deleted: true },
  ]);
  const part = await server.call('POST', `${db}/_purge`, { a: ['2-b'], c: ['1-c'] });
  assert.deepEqual([part.status, part.json.error], [501, 'not_implemented']);
  const purged = { a: ['2-b', '2-x'], c: ['1-c'] };
  const asked = { ...purged, b: ['7-q'], none: ['1-a'] };
  const { status, json } = await server.call('POST', `${db}/_purge`, asked);
  assert.deepEqual([status, json], [201, { purge_seq: null, purged: { ...purged, b: [], none: [] } }]);

  const info = await server.get(db);
  assert.deepEqual([info.doc_count, info.doc_del_count], [1, 0]);
  assert.match(info.purge_seq, /^2-/);
  assert.match(info.update_seq, /^4-/);
  const { purged_infos: infos } = await server.get(`${db}/_purged_infos`);
  assert.deepEqual(infos, [{ id: 'a', revs: ['2-b', '2-x'] }, { id: 'c', revs: ['1-c'] }]);
  assert.deepEqual((await server.get(`${db}/_changes`)).results.map(({ id }) => id), ['b']);
  assert.equal((await server.call('GET', `${db}/b/x`)).data.toString(), 'a');
  await server.put(`${db}/a`, { again: true });
  assert.match((await server.get(`${db}/a`))._rev, /^1-/);
  assert.equal((await server.get(`${db}/_all_docs`)).total_rows, 2);
});
