import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { client, startServer } from '../test-support/server.js';

let open;
let guarded;
before(async () => {
  open = await startServer();
  guarded = await startServer('--memory', '--admin', 'admin:se:cret');
});
after(async () => {
  await open.close();
  await guarded.close();
});

const basic = (text) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

test('welcomes as a stand-in', async () => {
  const { couchdb, version, vendor } = await open.get('/');
  assert.equal(couchdb, 'Welcome');
  assert.match(version, /^3\.5\.0-/);
  assert.match(vendor.name, /stand-in/);
});

test('keeps connections for 65 seconds', async () => {
  const { headers } = await open.call('GET', '/', undefined, { connection: 'keep-alive' });
  assert.equal(headers['keep-alive'], 'timeout=65');
});

test('lets anonymous clients in without an admin', async () => {
  const { userCtx } = await open.get('/_session');
  assert.deepEqual(userCtx, { name: null, roles: ['_admin'] });
});

test('shows anonymous clients next to nothing with an admin', async () => {
  assert.equal((await guarded.call('PUT', '/db', undefined, basic('admin:se:cret'))).status, 201);
  const status = async (method, path, body) => {
    const { status, json } = await guarded.call(method, path, body);
    return [status, json.error, json.reason];
  };
  const db = [401, 'unauthorized', 'You are not authorized to access this db.'];
  const server = [401, 'unauthorized', 'You are not a server admin.'];
  assert.deepEqual(await status('GET', '/db'), db);
  assert.deepEqual(await status('POST', '/db/_bulk_docs', { docs: [{}] }), db);
  assert.deepEqual(await status('PUT', '/db/a', {}), db);
  assert.deepEqual(await status('POST', '/db/_find', { selector: {} }), db);
  assert.deepEqual(await status('PUT', '/new'), server);
  assert.deepEqual(await status('DELETE', '/db'), server);
  assert.deepEqual(await status('GET', '/_all_dbs'), server);
  for (const path of ['/', '/_up', '/_session']) {
    assert.equal((await guarded.call('GET', path)).status, 200, path);
  }
});

test('refuses a wrong password everywhere', async () => {
  const wrong = { error: 'unauthorized', reason: 'Name or password is incorrect.' };
  for (const path of ['/', '/db', '/_session']) {
    const { status, json } = await guarded.call('GET', path, undefined, basic('admin:other'));
    assert.deepEqual([status, json], [401, wrong], path);
  }
  const { status, json } = await guarded.call('POST', '/_session', { name: 'admin', password: 'x' });
  assert.deepEqual([status, json], [401, wrong]);
});

for (const [kind, body, type] of [
  ['JSON with name', { name: 'admin', password: 'se:cret' }, 'application/json'],
  ['JSON with username', { username: 'admin', password: 'se:cret' }, 'application/json'],
  ['a form', Buffer.from('name=admin&password=se%3Acret'), 'application/x-www-form-urlencoded'],
]) {
  test(`opens a session from ${kind}`, async () => {
    const login = await guarded.call('POST', '/_session', body, { 'content-type': type });
    assert.equal(login.status, 200);
    assert.deepEqual(login.json, { ok: true, name: 'admin', roles: ['_admin'] });
    const cookie = login.headers['set-cookie'][0].split(';')[0];
    const { json } = await guarded.call('GET', '/_session', undefined, { cookie });
    assert.deepEqual(json.userCtx, { name: 'admin', roles: ['_admin'] });
    assert.equal(json.info.authenticated, 'cookie');
    assert.equal((await guarded.call('GET', '/_all_dbs', undefined, { cookie })).status, 200);
    await guarded.call('DELETE', '/_session', undefined, { cookie });
    assert.equal((await guarded.call('GET', '/_all_dbs', undefined, { cookie })).status, 401);
  });
}

test('keeps to the rules of database names', async () => {
  for (const name of ['Upper', '1st', '_other', 'a b', 'a.b', 'é']) {
    const { status, json } = await open.call('PUT', `/${encodeURIComponent(name)}`);
    assert.deepEqual([status, json.error], [400, 'illegal_database_name'], name);
  }
  const long = await open.call('PUT', `/${'a'.repeat(239)}`);
  assert.deepEqual([long.status, long.json.error], [400, 'database_name_too_long']);
  for (const name of ['a0_$()+-/z', '_users', '_replicator', 'a'.repeat(238)]) {
    const path = `/${encodeURIComponent(name)}`;
    assert.equal((await open.call('PUT', path)).status, 201, name);
    const again = await open.call('PUT', path);
    assert.deepEqual([again.status, again.json.error], [412, 'file_exists'], name);
    assert.equal((await open.get(path)).db_name, name);
    assert.deepEqual((await open.call('DELETE', path)).json, { ok: true });
  }
});

test('knows no other databases', async () => {
  const expected = { error: 'not_found', reason: 'Database does not exist.' };
  for (const [method, path] of [['GET', '/none'], ['DELETE', '/none'], ['GET', '/none/doc'], ['GET', '/_none']]) {
    const { status, json } = await open.call(method, path);
    assert.deepEqual([status, json], [404, expected], `${method} ${path}`);
  }
});

test('lists databases and tells of several at once', async () => {
  await open.put('/second');
  await open.put('/first');
  assert.deepEqual(await open.get('/_all_dbs'), ['first', 'second']);
  const infos = await open.post('/_dbs_info', { keys: ['first', 'none'] });
  assert.equal(infos[0].info.db_name, 'first');
  assert.deepEqual(infos[1], { key: 'none', error: 'not_found' });
  assert.deepEqual((await open.get('/_dbs_info')).map(({ key }) => key), ['first', 'second']);
});

test('tells of a database the same as long as nothing changes there', async () => {
  await open.put('/standing');
  const standing = async () => {
    const entry = (await open.get('/_dbs_info')).find(({ key }) => key === 'standing');
    const { update_seq, purge_seq } = entry.info;
    assert.equal((await open.get('/standing')).update_seq, update_seq);
    return { update_seq, purge_seq };
  };
  const empty = await standing();
  await open.put('/standing/_local/note', { n: 1 });
  assert.deepEqual(await standing(), empty);
  await open.put('/standing/doc', { n: 1 });
  const one = await standing();
  assert.notEqual(one.update_seq, empty.update_seq);
  assert.deepEqual(await standing(), one);
  const { rev } = await open.put('/standing/other', {});
  const two = await standing();
  await open.post('/standing/_purge', { other: [rev] });
  assert.notEqual((await standing()).purge_seq, two.purge_seq);
  assert.notEqual((await open.get('/first')).update_seq, empty.update_seq);
});

test('is reachable from this machine only', async () => {
  const { port } = new URL(open.url);
  const other = client(`http://[::1]:${port}`);
  await assert.rejects(other.call('GET', '/'), { code: /ECONNREFUSED|EADDRNOTAVAIL/ });
});
