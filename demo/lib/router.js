import { badRequest, CouchError, noDatabase, notFound, unauthorized } from './errors.js';
import { allDocs, designDocs, localDocs } from './routes/all-docs.js';
import * as attachments from './routes/attachments.js';
import { bulkDocs, bulkGet, missingRevs, revsDiff } from './routes/bulk.js';
import { changes } from './routes/changes.js';
import * as databases from './routes/databases.js';
import * as documents from './routes/documents.js';
import { purge, purgedInfos } from './routes/purge.js';
import * as server from './routes/server.js';

// Handlers by path and method. `null` stands for what express-pouchdb answers as it is.
const SERVER = {
  '': { GET: server.welcome },
  _up: { GET: server.up },
  _session: { GET: server.session, POST: server.logIn, DELETE: server.logOut },
  _uuids: { GET: server.uuids },
  _all_dbs: { GET: server.allDbs },
  _dbs_info: { GET: server.allDbsInfo, POST: server.dbsInfo },
  _active_tasks: { GET: server.activeTasks },
};
const FOR_EVERYONE = new Set(['', '_up', '_session', '_uuids']);
const SYSTEM_DATABASES = new Set(['_users', '_replicator', '_global_changes']);

const DATABASE = {
  '': { GET: databases.info, PUT: databases.create, DELETE: databases.remove, POST: documents.post },
  _all_docs: { GET: allDocs, POST: allDocs },
  _design_docs: { GET: designDocs, POST: designDocs },
  _local_docs: { GET: localDocs, POST: localDocs },
  _bulk_docs: { POST: bulkDocs },
  _bulk_get: { POST: bulkGet },
  _changes: { GET: changes, POST: changes },
  _revs_diff: { POST: revsDiff },
  _missing_revs: { POST: missingRevs },
  _purge: { POST: purge },
  _purged_infos: { GET: purgedInfos },
  _security: { GET: databases.security, PUT: databases.setSecurity },
  _purged_infos_limit: { GET: databases.purgedInfosLimit, PUT: databases.setPurgedInfosLimit },
  _revs_limit: { GET: databases.revsLimit, PUT: databases.setRevsLimit },
  _ensure_full_commit: { POST: databases.ensureFullCommit },
  _find: { POST: null },
  _explain: { POST: null },
  _index: { GET: null, POST: null, DELETE: null },
  _compact: { POST: null },
  _view_cleanup: { POST: null },
};
const WITH_MORE = new Set(['_index', '_compact']); // whose paths go on
const DESIGN = { _view: { GET: null, POST: null }, _info: { GET: null } };

const DOCUMENT = {
  GET: documents.read,
  PUT: documents.put,
  DELETE: documents.remove,
  COPY: documents.copy,
};
const ATTACHMENT = { GET: attachments.read, PUT: attachments.put, DELETE: attachments.remove };

// Answers a call, or gives false for one which express-pouchdb is to answer.
export async function route(call) {
  call.user = call.sessions.user(call.request);
  const [first = ''] = call.parts;
  const handler = isOfServer(call, first) ? serverHandler(call, first) : await databaseHandler(call);
  if (handler === null) return false;
  await handler(call);
  return true;
}

// An unknown name with an underscore is refused as a database, when one is to be created.
function isOfServer({ method, parts }, name) {
  if (SYSTEM_DATABASES.has(name) || Object.hasOwn(SERVER, name)) return !SYSTEM_DATABASES.has(name);
  return name.startsWith('_') && !(method === 'PUT' && parts.length === 1);
}

function serverHandler(call, name) {
  if (!Object.hasOwn(SERVER, name)) throw noDatabase();
  if (!FOR_EVERYONE.has(name)) requireAdmin(call, 'You are not a server admin.');
  if (call.parts.length > 1) throw notFound();
  return byMethod(SERVER[name], call.method);
}

async function databaseHandler(call) {
  const [name, second = ''] = call.parts;
  if (second === '' && ['PUT', 'DELETE'].includes(call.method)) {
    requireAdmin(call, 'You are not a server admin.');
    return byMethod(DATABASE[''], call.method);
  }
  // CouchDB looks for the database first, so that anyone learns whether it is there
  call.database = await call.catalogue.database(name);
  requireAdmin(call, 'You are not authorized to access this db.');
  if (Object.hasOwn(DATABASE, second)) {
    if (call.parts.length > 2 && !WITH_MORE.has(second)) throw notFound();
    return byMethod(DATABASE[second], call.method);
  }
  return documentHandler(call);
}

// Takes the id and the attachment's name out of the path: `_design` and `_local` ids come with a
// slash, any other slash of an id is encoded, those of an attachment's name may be either.
function documentHandler(call) {
  const [, first, ...rest] = call.parts;
  const prefixed = first === '_design' || first === '_local';
  if (prefixed && rest.length === 0) {
    throw first === '_local' ? badRequest('Invalid _local document id.') : noId();
  }
  call.id = prefixed ? `${first}/${rest.shift()}` : first;
  const [action] = rest;
  if (first === '_design' && Object.hasOwn(DESIGN, action ?? '')) {
    return byMethod(DESIGN[action], call.method);
  }
  if (rest.length === 0) return byMethod(DOCUMENT, call.method);
  if (first === '_local') throw badRequest('_local documents do not accept attachments.');
  call.attachment = rest.join('/');
  return byMethod(ATTACHMENT, call.method);
}

function noId() {
  return new CouchError(400, 'illegal_docid', 'Illegal document id `_design/`');
}

function requireAdmin({ user }, reason) {
  if (!user.roles.includes('_admin')) throw unauthorized(reason);
}

function byMethod(handlers, method) {
  if (Object.hasOwn(handlers, method)) return handlers[method];
  const allowed = Object.keys(handlers).flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
  throw new CouchError(405, 'method_not_allowed', `Only ${allowed.join(',')} allowed`);
}
