import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../couchdb.js', import.meta.url));

// Runs couchdb.js as a user would, ended with the test's process whatever becomes of that.
export async function startServer(...args) {
  const options = args.length ? args : ['--memory'];
  const child = spawn(process.execPath, [ENTRY, ...options, '--until-stdin-closes'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = [];
  child.stdout.setEncoding('utf8').on('data', (text) => lines.push(text));
  while (!lines.join('').includes('\n')) {
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(fail)]);
  }
  const url = /^listening (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(lines.join(''))?.[1];
  return {
    url,
    child,
    output: () => lines.join(''),
    ...client(url),
    async close() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      return exited;
    },
  };
}

function fail() {
  throw new Error('the server ended before it was ready');
}

// Requests to a server: call(method, path, body) gives {status, headers, json, text}. A body may be
// bytes; anything else is sent as JSON.
export function client(url, always = {}) {
  const agent = new http.Agent({ keepAlive: false });
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/[[\]]/g, '');
  const call = (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      const given = { accept: 'application/json', 'content-type': 'application/json', ...always, ...headers };
      if (bytes) given['content-length'] = bytes.length;
      const request = http.request({ host, port, path, method, agent, headers: given }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part)).on('error', reject);
        response.on('end', () => {
          const data = Buffer.concat(parts);
          resolve({ status: response.statusCode, headers: response.headers, data, json: parse(data) });
        });
      });
      request.on('error', reject);
      request.end(bytes);
    });
  return {
    call,
    get: async (path) => (await call('GET', path)).json,
    put: async (path, body) => (await call('PUT', path, body)).json,
    post: async (path, body) => (await call('POST', path, body)).json,
  };
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

let count = 0;

// A new database with a name of its own.
export async function newDatabase(server) {
  const path = `/test-${(count += 1)}`;
  await server.put(path);
  return path;
}

// Documents with histories, as a replication would write them.
export const replicate = (server, path, docs) =>
  server.post(`${path}/_bulk_docs`, { new_edits: false, docs });

// A revision path, the newest first: path(3, 'c', 'b', 'a').
export const path = (start, ...ids) => ({ start, ids });
