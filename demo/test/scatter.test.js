import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newDatabase, startServer } from '../test-support/server.js';

let server;
let db;
const ALL = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
before(async () => {
  server = await startServer();
  db = await newDatabase(server);
  await server.post(`${db}/_bulk_docs`, { docs: ALL.map((_id) => ({ _id })) });
});
after(() => server.close());

const changes = (query) => server.get(`${db}/_changes?${query}`);
const rows = (answer) => answer.results.map(({ id }) => id);

test('misses nothing, whichever sequence a client goes on from', async () => {
  for (let time = 0; time < 25; time++) {
    const seen = new Set();
    let since = '0';
    let pending = Infinity;
    for (let answers = 0; pending > 0; answers++) {
      assert.ok(answers < 200, 'the feed moves on');
      const answer = await changes(`limit=7&since=${since}`);
      assert.ok(answer.results.length <= 7);
      assert.ok(answer.results.length >= 1 || answer.pending === 0, 'no empty answer on the way');
      // every other time stop after any row and go on from there, as after a lost connection
      const stop = time % 2 ? Math.floor(Math.random() * 7) + 1 : 7;
      for (const { id } of answer.results.slice(0, stop)) seen.add(id);
      const whole = stop >= answer.results.length;
      since = whole ? answer.last_seq : answer.results[stop - 1].seq;
      pending = whole ? answer.pending : 1;
    }
    assert.deepEqual([...seen].sort(), ALL);
  }
});

test('counts what is pending behind last_seq', async () => {
  for (let time = 0; time < 20; time++) {
    const { last_seq: last, pending } = await changes('limit=9');
    assert.equal((await changes(`since=${last}`)).results.length, pending);
  }
});

test('shuffles, repeats and ends early now and then', async () => {
  const answers = [];
  for (let time = 0; time < 100; time++) answers.push(await changes('limit=10&since=20-x'));
  const orders = new Set(answers.map((answer) => rows(answer).join()));
  assert.ok(orders.size > 80, 'the order differs');
  assert.ok(answers.some(({ results }) => results.length < 10), 'some are short');
  assert.ok(answers.some((answer) => rows(answer).some((id) => id < '20')), 'some repeat old rows');
  const ahead = ({ results, last_seq: last }) => results.some(({ id }) => Number(id) >= Number.parseInt(last, 10));
  assert.ok(answers.some(ahead), 'some run ahead');
});

test('leaves answers without a limit, and of one row, as they are', async () => {
  for (let time = 0; time < 10; time++) {
    assert.deepEqual(rows(await changes('')), ALL);
    assert.deepEqual(rows(await changes('limit=1&since=30-x')), ['30']);
    assert.deepEqual(await changes('limit=5&since=60-x'), { results: [], last_seq: '60-x', pending: 0 });
  }
});
