import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { newDatabase, replicate, startServer } from '../test-support/server.js';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

// Opens a feed: by the time this is done, the server waits for changes.
function open(url, body) {
  const options = { method: body ? 'POST' : 'GET', headers: { 'content-type': 'application/json' }, agent: false };
  return new Promise((resolve, reject) => {
    const request = http.request(server.url + url, options, (response) => {
      response.setEncoding('utf8');
      resolve({ request, response, lines: lines(response) });
    });
    request.on('error', reject).end(body && JSON.stringify(body));
  });
}

// The lines of a feed which are no heartbeats, as JSON.
async function* lines(response) {
  let text = '';
  for await (const part of response) {
    text += part;
    const complete = text.split('\n');
    text = complete.pop();
    for (const line of complete) if (line) yield JSON.parse(line);
  }
}

async function whole({ response }) {
  let text = '';
  for await (const part of response) text += part;
  return JSON.parse(text);
}

test('longpoll answers at once when there is something new', async () => {
  const db = await newDatabase(server);
  await server.put(`${db}/a`, {});
  const { results, pending } = await server.get(`${db}/_changes?feed=longpoll&since=0`);
  assert.deepEqual([results.length, pending], [1, 0]);
});

test('longpoll waits for a change', async () => {
  const db = await newDatabase(server);
  await server.put(`${db}/a`, {});
  const { update_seq: since } = await server.get(db);
  const feed = await open(`${db}/_changes?feed=longpoll&since=${since}`);
  await server.put(`${db}/b`, {});
  const { results, last_seq: last } = await whole(feed);
  assert.deepEqual(results.map(({ id }) => id), ['b']);
  assert.match(last, /^2-/);
});

test('longpoll does not wake up for what a filter keeps back', async () => {
  const db = await newDatabase(server);
  const feed = await open(`${db}/_changes?feed=longpoll&filter=_doc_ids&since=now`, { doc_ids: ['b'] });
  await server.put(`${db}/a`, {});
  await server.put(`${db}/b`, {});
  assert.deepEqual((await whole(feed)).results.map(({ id }) => id), ['b']);
});

test('longpoll ends after its timeout', async () => {
  const db = await newDatabase(server);
  const started = Date.now();
  const answer = await server.get(`${db}/_changes?feed=longpoll&since=0-x&timeout=200`);
  assert.deepEqual(answer, { results: [], last_seq: '0-x', pending: 0 });
  assert.ok(Date.now() - started >= 195);
});

test('continuous gives row after row and ends at its limit', async () => {
  const db = await newDatabase(server);
  await server.put(`${db}/a`, {});
  const feed = await open(`${db}/_changes?feed=continuous&limit=3`);
  const next = async () => (await feed.lines.next()).value;
  assert.equal((await next()).id, 'a');
  await server.put(`${db}/b`, {});
  assert.equal((await next()).id, 'b');
  await replicate(server, db, [{ _id: 'a', _rev: '1-0' }]);
  assert.equal((await next()).id, 'a');
  const end = await next();
  assert.match(end.last_seq, /^3-/);
  assert.equal(end.pending, 0);
  assert.equal(await next(), undefined);
});

test('continuous ends after its timeout, counted from the last change', async () => {
  const db = await newDatabase(server);
  await server.put(`${db}/a`, {});
  const feed = await open(`${db}/_changes?feed=continuous&timeout=150`);
  const ids = [];
  for await (const { id } of feed.lines) ids.push(id);
  assert.deepEqual(ids, ['a', undefined]);
});

test('continuous sends heartbeats for as long as the client stays', async () => {
  const db = await newDatabase(server);
  const { request, response } = await open(`${db}/_changes?feed=continuous&heartbeat=30&timeout=50`);
  request.on('error', () => {});
  let text = '';
  for await (const part of response) {
    text += part;
    if (text.length >= 4) break;
  }
  request.destroy();
  assert.match(text, /^\n{4,}$/);
});

test('ends when the database is deleted', async () => {
  const db = await newDatabase(server);
  const feed = await open(`${db}/_changes?feed=continuous`);
  await server.call('DELETE', db);
  const { value } = await feed.lines.next();
  assert.match(value.last_seq, /^0/);
  assert.equal((await feed.lines.next()).done, true);
});
