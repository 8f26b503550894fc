import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { client, newDatabase, path, replicate, startServer } from '../test-support/server.js';

let server;
before(async () => {
  server = await startServer('--memory', '--admin', 'a:b');
  Object.assign(server, client(server.url, { authorization: `Basic ${btoa('a:b')}` }));
});
after(() => server.close());

const guard = (source) => ({ _id: '_design/guard', validate_doc_update: source });

const RULES = `function (doc, old, user, security) {
  if (doc.kind === 'bad') throw { forbidden: 'not ' + doc.kind };
  if (doc.kind === 'secret') throw { unauthorized: 'log in' };
  if (doc.kind === 'broken') nothing.here();
  if (old && old.kind === 'fixed') throw { forbidden: 'fixed at ' + old._rev };
  if (doc.kind === 'mine' && (user.name !== 'a' || user.db === undefined || !security.admins)) {
    throw { forbidden: JSON.stringify([user, security]) };
  }
}`;

test('refuses what a design document forbids and writes the others', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [{ ...guard(RULES), _rev: '1-a' }]);
  const answer = await replicate(server, db, [
    { _id: '1', kind: 'good', _rev: '1-a' },
    { _id: '2', kind: 'bad', _rev: '3-b' },
    { _id: '3', kind: 'secret', _rev: '1-a' },
    { _id: '4', kind: 'mine', _rev: '1-a' },
    { _id: '5', kind: 'broken', _rev: '1-a' },
  ]);
  assert.deepEqual(answer.slice(0, 2), [
    { id: '2', rev: '3-b', error: 'forbidden', reason: 'not bad' },
    { id: '3', rev: '1-a', error: 'unauthorized', reason: 'log in' },
  ]);
  assert.deepEqual(answer.slice(2).map(({ id, error }) => [id, error]), [['5', 'unknown_error']]);
  const { rows } = await server.get(`${db}/_all_docs`);
  assert.deepEqual(rows.map(({ id }) => id), ['1', '4', '_design/guard']);
});

test('asks about the revision a replicated document builds on', async () => {
  const db = await newDatabase(server);
  await replicate(server, db, [{ ...guard(RULES), _rev: '1-a' }, { _id: 'x', kind: 'fixed', _rev: '1-a' }]);
  const docs = [{ _id: 'x', kind: 'new', _rev: '3-c', _revisions: path(3, 'c', 'b', 'a') }];
  const [{ error, reason }] = await replicate(server, db, docs);
  assert.deepEqual([error, reason], ['forbidden', 'fixed at 1-a']);
  const besides = [{ _id: 'x', kind: 'new', _rev: '2-z', _revisions: path(2, 'z', 'y') }];
  assert.deepEqual(await replicate(server, db, besides), []);
});

test('validates single writes, deletions too', async () => {
  const db = await newDatabase(server);
  await server.put(`${db}/_design/guard`, guard(RULES));
  const { status, json } = await server.call('PUT', `${db}/a`, { kind: 'bad' });
  assert.deepEqual([status, json], [403, { error: 'forbidden', reason: 'not bad' }]);
  const { rev } = await server.put(`${db}/a`, { kind: 'fixed' });
  assert.equal((await server.call('DELETE', `${db}/a?rev=${rev}`)).status, 403);
  const conflict = await server.call('PUT', `${db}/a`, { kind: 'bad' });
  assert.equal(conflict.status, 409, 'a conflict comes before the validation');
});

test('follows changes of the design document', async () => {
  const db = await newDatabase(server);
  assert.equal((await server.call('PUT', `${db}/a`, { kind: 'bad' })).status, 201);
  const { rev } = await server.put(`${db}/_design/guard`, guard(RULES));
  assert.equal((await server.call('PUT', `${db}/b`, { kind: 'bad' })).status, 403);
  await server.call('DELETE', `${db}/_design/guard?rev=${rev}`);
  assert.equal((await server.call('PUT', `${db}/b`, { kind: 'bad' })).status, 201);
});

test('shows a function nothing of the server', async () => {
  const db = await newDatabase(server);
  const source = `function () {
    if (typeof process !== 'undefined' || typeof require !== 'undefined') throw { forbidden: 'out' };
  } // with a comment at the end`;
  await server.put(`${db}/_design/guard`, guard(source));
  assert.equal((await server.call('PUT', `${db}/b`, {})).status, 201);
});
