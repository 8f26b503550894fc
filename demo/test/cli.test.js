import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../test-support/server.js';

const ENTRY = fileURLToPath(new URL('../couchdb.js', import.meta.url));

test('prints one line and ends cleanly on SIGTERM', async () => {
  const server = await startServer();
  assert.equal((await server.get('/_up')).status, 'ok');
  const [code] = await server.close();
  assert.equal(code, 0);
  assert.match(server.output(), /^listening http:\/\/127\.0\.0\.1:\d+\n$/);
});

test('ends when its standard input is closed', async () => {
  const server = await startServer();
  const exited = once(server.child, 'exit');
  server.child.stdin.end();
  assert.deepEqual(await exited, [0, null]);
});

test('ends although a client waits for changes', async () => {
  const server = await startServer();
  await server.put('/db');
  const waiting = server.call('GET', '/db/_changes?feed=longpoll&since=now');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await server.close();
  assert.deepEqual((await waiting).json.results, []);
});

for (const args of [[], ['--memory', '--dir', 'x'], ['--memory', '--port', 'x'], ['--memory', '--admin', 'me']]) {
  test(`refuses the options ${args.join(' ') || '(none)'}`, () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [ENTRY, ...args], { encoding: 'utf8' });
    assert.equal(status, 2);
    assert.match(stderr, /usage:/);
    assert.equal(stdout, '');
  });
}

test('keeps everything over a restart', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'camelback-demo-'));
  try {
    let server = await startServer('--dir', dir);
    await server.put('/with%2Fslash');
    await server.put('/with%2Fslash/_security', { admins: {}, members: {} });
    await server.put('/with%2Fslash/one', { a: 1 });
    const { rev } = await server.put('/with%2Fslash/two', { a: 2 });
    await server.call('DELETE', `/with%2Fslash/two?rev=${rev}`);
    const before = await server.get('/with%2Fslash');
    await server.close();

    server = await startServer('--dir', dir);
    assert.deepEqual(await server.get('/_all_dbs'), ['with/slash']);
    const after = await server.get('/with%2Fslash');
    assert.equal(after.instance_start_time, before.instance_start_time);
    assert.equal(after.doc_count, 1);
    assert.equal(after.doc_del_count, 1);
    assert.equal(after.sizes.external, before.sizes.external);
    assert.equal(Number.parseInt(after.update_seq, 10), Number.parseInt(before.update_seq, 10));
    assert.deepEqual(await server.get('/with%2Fslash/_security'), { admins: {}, members: {} });
    assert.equal((await server.get('/with%2Fslash/one')).a, 1);
    const since = await server.get(`/with%2Fslash/_changes?since=${before.update_seq}`);
    assert.deepEqual([since.results, since.last_seq], [[], before.update_seq]);
    await server.close();
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
});
