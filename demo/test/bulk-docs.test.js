import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newDatabase, path, replicate, startServer } from '../test-support/server.js';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

const refused = async (db, body) => {
  const { status, json } = await server.call('POST', `${db}/_bulk_docs`, body);
  return [status, json.error];
};

test('answers replicated documents only with failures', async () => {
  const db = await newDatabase(server);
  const docs = [{ _id: 'a', _rev: '1-a' }, { _id: 'b', _rev: '2-b', _deleted: true }];
  for (const time of ['first', 'second']) {
    const { status, json } = await server.call('POST', `${db}/_bulk_docs`, { new_edits: false, docs });
    assert.deepEqual([status, json], [201, []], time);
  }
  assert.match((await server.get(db)).update_seq, /^2-/, 'what was there already is no change');
});

test('answers edits one by one', async () => {
  const db = await newDatabase(server);
  await server.put(`${db}/a`, {});
  const { status, json } = await server.call('POST', `${db}/_bulk_docs`, {
    docs: [{ _id: 'b' }, { _id: 'a' }, { _id: 'b' }, { _id: 'c', _rev: '1-c' }, { none: 'no id' }],
  });
  assert.equal(status, 201);
  const conflict = { error: 'conflict', reason: 'Document update conflict.' };
  assert.equal(json[0].ok, true);
  assert.deepEqual(json[1], { id: 'a', ...conflict });
  assert.deepEqual(json[2], { id: 'b', ...conflict });
  assert.deepEqual(json[3], { id: 'c', ...conflict });
  assert.match(json[4].id, /^[0-9a-f]{32}$/);
});

test('keeps conflicts, deleted conflicts and the winner', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [
    { _id: 'a', n: 2, _rev: '2-b', _revisions: path(2, 'b', 'a') },
    { _id: 'a', n: 9, _rev: '3-z', _revisions: path(3, 'z', 'y', 'a'), _deleted: true },
    { _id: 'a', n: 3, _rev: '2-c', _revisions: path(2, 'c', 'a') },
  ]);
  assert.deepEqual(await server.get(`${db}/a?revs=true&meta=true`), {
    _id: 'a',
    _rev: '2-c',
    n: 3,
    _revisions: path(2, 'c', 'a'),
    _revs_info: [{ rev: '2-c', status: 'available' }, { rev: '1-a', status: 'missing' }],
    _conflicts: ['2-b'],
    _deleted_conflicts: ['3-z'],
  });
  const open = await server.get(`${db}/a?open_revs=["3-z","8-q"]&revs=true`);
  const deleted = { _id: 'a', n: 9, _rev: '3-z', _deleted: true, _revisions: path(3, 'z', 'y', 'a') };
  assert.deepEqual(open, [{ ok: deleted }, { missing: '8-q' }]);
});

test('joins a history whose older part comes later', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [{ _id: 'a', _rev: '4-d', _revisions: path(4, 'd', 'c') }]);
  await replicate(server, db, [{ _id: 'a', _rev: '5-e', _revisions: path(5, 'e', 'd', 'c', 'b', 'a') }]);
  const [{ ok }, ...others] = await server.get(`${db}/a?open_revs=all&revs=true`);
  assert.deepEqual([ok._revisions, others], [path(5, 'e', 'd', 'c', 'b', 'a'), []]);
});

test('keeps tombstones with bodies and attachments', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [{
    _id: 'a', why: 'moved', _deleted: true, _rev: '2-b',
    _attachments: { x: { content_type: 'text/plain', data: 'YQ==', revpos: 1 } },
  }]);
  const { status, json } = await server.call('GET', `${db}/a`);
  assert.deepEqual([status, json], [404, { error: 'not_found', reason: 'deleted' }]);
  const doc = await server.get(`${db}/a?rev=2-b`);
  assert.equal(doc._deleted, true);
  assert.equal(doc.why, 'moved');
  assert.equal(doc._attachments.x.length, 1);
});

test('revives a deleted document', async () => {
  const db = await newDatabase(server);
  const { rev } = await server.put(`${db}/a`, { n: 1 });
  const deleted = await server.call('DELETE', `${db}/a?rev=${rev}`);
  assert.match(deleted.json.rev, /^2-/);
  assert.match((await server.put(`${db}/a`, { n: 2 })).rev, /^3-/);
  assert.equal((await server.get(`${db}/a`)).n, 2);
});

test('refuses the whole request for an illegal document', async () => {
  const db = await newDatabase(server);
  const good = { _id: 'good', _rev: '1-a' };
  for (const [bad, error] of [
    [{ _id: '_foo', _rev: '1-a' }, 'illegal_docid'],
    [{ _id: '', _rev: '1-a' }, 'illegal_docid'],
    [{ _id: 5, _rev: '1-a' }, 'illegal_docid'],
    [{ _id: 'a', _rev: '1-a', _foo: 1 }, 'doc_validation'],
    [{ _id: 'a', _rev: 'x' }, 'bad_request'],
    [{ _id: 'a', _revisions: { start: 'x', ids: [] } }, 'doc_validation'],
    [{ _id: 'a' }, 'bad_request'],
    ['text', 'bad_request'],
    [{ _id: 'a', _rev: '1-a', _attachments: { x: { data: '%' } } }, 'bad_request'],
  ]) {
    const answer = await refused(db, { new_edits: false, docs: [good, bad] });
    assert.deepEqual(answer, [400, error], JSON.stringify(bad));
  }
  assert.deepEqual(await refused(db, {}), [400, 'bad_request']);
  assert.deepEqual(await refused(db, { docs: {} }), [400, 'bad_request']);
  assert.deepEqual(await refused(db, { docs: [], new_edits: 'no' }), [400, 'bad_request']);
  assert.equal((await server.get(db)).doc_count, 0);
});

test('refuses the whole request for a stub without its attachment', async () => {
  const db = await newDatabase(server);
  const stub = { x: { stub: true, revpos: 1, digest: 'md5-DMF1ucDxtqgxw5niaXcmYQ==', length: 1 } };
  const data = { x: { content_type: 'text/plain', data: 'YQ==', revpos: 1 } };
  await replicate(server, db, [{ _id: 'other', _rev: '1-o', _attachments: data }]);
  const docs = [{ _id: 'good', _rev: '1-a' }, { _id: 'a', _rev: '1-a', _attachments: stub }];
  assert.deepEqual(await refused(db, { new_edits: false, docs }), [412, 'missing_stub']);
  assert.equal((await server.get(db)).doc_count, 1);

  await replicate(server, db, [{ _id: 'a', _rev: '1-a', _attachments: data }]);
  const next = { _id: 'a', _rev: '2-b', _revisions: path(2, 'b', 'a'), _attachments: stub };
  assert.deepEqual(await replicate(server, db, [next]), []);
  const [{ docs: [{ ok }] }] = (await server.post(`${db}/_bulk_get?attachments=true`, { docs: [{ id: 'a' }] })).results;
  assert.equal(ok._rev, '2-b');
  assert.deepEqual([ok._attachments.x.data, ok._attachments.x.revpos], ['YQ==', 1]);
});

test('tells which revisions it lacks', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [{ _id: 'a', _rev: '2-b', _revisions: path(2, 'b', 'a') }]);
  const asked = { a: ['1-a', '2-b', '3-c'], none: ['1-x'] };
  assert.deepEqual(await server.post(`${db}/_revs_diff`, asked), {
    a: { missing: ['3-c'], possible_ancestors: ['2-b'] },
    none: { missing: ['1-x'] },
  });
  const { missing_revs: missing } = await server.post(`${db}/_missing_revs`, asked);
  assert.deepEqual(missing, { a: ['3-c'], none: ['1-x'] });
});

test('keeps _local documents apart and lets the last write win', async () => {
  const db = await newDatabase(server);
  assert.equal((await server.put(`${db}/_local/a%2Fb`, { n: 1 })).rev, '0-1');
  assert.equal((await server.put(`${db}/_local/a%2Fb`, { n: 2 })).rev, '0-1');
  assert.equal((await server.put(`${db}/_local/a%2Fb`, { n: 3, _rev: '0-1' })).rev, '0-2');
  assert.deepEqual(await server.get(`${db}/_local/a%2Fb`), { _id: '_local/a/b', _rev: '0-2', n: 3 });
  await server.post(`${db}/_bulk_docs`, { docs: [{ _id: '_local/c' }] });
  const { rows } = await server.get(`${db}/_local_docs?include_docs=true`);
  assert.deepEqual(rows.map(({ id, doc }) => [id, doc.n]), [['_local/a/b', 3], ['_local/c', undefined]]);
  assert.equal((await server.get(db)).doc_count, 0);
  assert.deepEqual((await server.get(`${db}/_changes`)).results, []);
  assert.equal((await server.call('DELETE', `${db}/_local/c`)).status, 200);
  assert.equal((await server.call('GET', `${db}/_local/c`)).status, 404);
});
