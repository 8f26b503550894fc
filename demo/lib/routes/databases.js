import { badRequest } from '../errors.js';
import { standing } from '../sequence.js';

// PUT /db
export async function create(call) {
  await call.catalogue.create(call.parts[0], { partitioned: call.query.get('partitioned') === 'true' });
  call.send(201, { ok: true }, { Location: `/${encodeURIComponent(call.parts[0])}` });
}

// DELETE /db
export async function remove(call) {
  if (call.query.has('rev')) {
    throw badRequest(
      'You tried to DELETE a database with a ?=rev parameter. Did you mean to DELETE a document instead?',
    );
  }
  await call.catalogue.remove(call.parts[0]);
  call.send(200, { ok: true });
}

// GET /db
export function info(call) {
  call.send(200, databaseInfo(call.database));
}

export function databaseInfo(database) {
  const { name, settings, index } = database;
  return {
    instance_start_time: settings.created,
    db_name: name,
    purge_seq: settings.purges ? standing(settings.purges, settings.created) : '0',
    update_seq: standing(index.updateSeq, settings.created),
    sizes: database.sizes(),
    props: settings.partitioned ? { partitioned: true } : {},
    doc_del_count: index.deletedCount,
    doc_count: index.documentCount,
    disk_format_version: 8,
    compact_running: false,
    cluster: { q: 2, n: 1, w: 1, r: 1 },
  };
}

// GET and PUT /db/_security
export function security(call) {
  call.send(200, call.database.settings.security);
}

export async function setSecurity(call) {
  const given = await call.json();
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw badRequest('Request body must be a JSON object');
  }
  call.database.changeSettings({ security: given });
  call.send(200, { ok: true });
}

// GET and PUT /db/_revs_limit
export function revsLimit(call) {
  call.send(200, call.database.settings.revsLimit);
}

export async function setRevsLimit(call) {
  const limit = await call.json();
  if (!Number.isInteger(limit) || limit < 1) throw badRequest('`revs_limit` must be a positive integer');
  call.database.changeSettings({ revsLimit: limit });
  await call.database.connect();
  call.send(200, { ok: true });
}

// GET and PUT /db/_purged_infos_limit
export function purgedInfosLimit(call) {
  call.send(200, call.database.settings.purgedInfosLimit ?? 1000);
}

export async function setPurgedInfosLimit(call) {
  const limit = await call.json();
  if (!Number.isInteger(limit) || limit < 1) throw badRequest('`purged_infos_limit` must be positive integer');
  call.database.changeSettings({ purgedInfosLimit: limit });
  call.send(200, { ok: true });
}

// POST /db/_ensure_full_commit
export function ensureFullCommit(call) {
  call.send(201, { ok: true, instance_start_time: call.database.settings.created });
}
