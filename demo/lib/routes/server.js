import { randomUUID } from 'node:crypto';
import { badRequest, CouchError } from '../errors.js';
import { parseJson } from '../body.js';
import { databaseInfo } from './databases.js';

export const VERSION = '3.5.0-camelback-stand-in';

// GET /
export function welcome(call) {
  call.send(200, {
    couchdb: 'Welcome',
    version: VERSION,
    uuid: '00000000000000000000000000000000',
    features: [],
    vendor: { name: 'Camelback demo server: a stand-in for CouchDB, built on PouchDB' },
  });
}

// GET /_up
export function up(call) {
  call.send(200, { status: 'ok' });
}

// GET /_session
export function session(call) {
  const { name, roles, by } = call.user;
  const info = { authentication_handlers: ['cookie', 'default'] };
  if (by) info.authenticated = by;
  call.send(200, { ok: true, userCtx: { name, roles }, info });
}

// POST /_session, as a form or as JSON, with `name` or `username`
export async function logIn(call) {
  const bytes = await call.bytes();
  const type = (call.request.headers['content-type'] ?? '').split(';')[0].trim();
  const form = readLogin(type, bytes);
  const name = form.name ?? form.username;
  if (name === undefined) throw badRequest('request body must contain a username');
  const { user, cookie } = call.sessions.open(name, form.password ?? '');
  call.send(200, { ok: true, ...user }, { 'Set-Cookie': cookie });
}

function readLogin(type, bytes) {
  if (type === 'application/json') return parseJson(bytes);
  if (type === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(bytes.toString()));
  }
  const reason =
    "Content-Type must be 'application/x-www-form-urlencoded' or 'application/json'";
  throw new CouchError(415, 'bad_content_type', reason);
}

// DELETE /_session
export function logOut(call) {
  call.send(200, { ok: true }, { 'Set-Cookie': call.sessions.close(call.request) });
}

// GET /_all_dbs
export function allDbs(call) {
  call.send(200, call.catalogue.names());
}

// GET /_dbs_info
export async function allDbsInfo(call) {
  call.send(200, await infos(call, call.catalogue.names()));
}

// POST /_dbs_info
export async function dbsInfo(call) {
  const { keys } = await call.jsonObject();
  if (!Array.isArray(keys)) throw badRequest('`keys` member must exist.');
  if (keys.length > 100) throw badRequest('too_many_keys');
  call.send(200, await infos(call, keys));
}

async function infos(call, keys) {
  const found = [];
  for (const key of keys) {
    try {
      found.push({ key, info: databaseInfo(await call.catalogue.database(key)) });
    } catch (error) {
      if (!(error instanceof CouchError)) throw error;
      found.push({ key, error: 'not_found' });
    }
  }
  return found;
}

// GET /_uuids
export function uuids(call) {
  const count = Math.min(Number.parseInt(call.query.get('count') ?? '1', 10) || 0, 1000);
  const made = Array.from({ length: count }, () => randomUUID().replaceAll('-', ''));
  call.send(200, { uuids: made });
}

// GET /_active_tasks
export function activeTasks(call) {
  call.send(200, []);
}
