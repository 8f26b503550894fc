import express from 'express';
import expressPouchDB from 'express-pouchdb';
import { Call } from './call.js';
import { storeName } from './level.js';
import { route } from './router.js';

// The server's answers: our own handlers first, and express-pouchdb for the few things which it
// does well enough as it is (views, Mango queries, compaction).
export function makeApp(context) {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(async (request, response, next) => {
    const call = new Call(request, response, context);
    response.setHeader('Server', 'Camelback demo server (stand-in for CouchDB)');
    try {
      if (await route(call)) return;
      handOver(call);
      next();
    } catch (error) {
      call.sendError(error);
    }
  });
  app.use(stock(context.catalogue.PouchDB));
  return app;
}

function stock(PouchDB) {
  return expressPouchDB(PouchDB, {
    mode: 'minimumForPouchDB',
    overrideMode: { include: ['routes/find', 'routes/ddoc-info'], exclude: ['compression'] },
  });
}

// What express-pouchdb expects: the database under PouchDB's name, the user as its own sessions
// leave it, and a client which asks for JSON, since otherwise it answers in text/plain.
function handOver({ request, rawParts, parts, user }) {
  const search = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
  const name = encodeURIComponent(storeName(parts[0]));
  request.url = `/${[name, ...rawParts.slice(1)].join('/')}${search}`;
  request.couchSession = { userCtx: { name: user.name, roles: user.roles } };
  request.headers.accept = 'application/json';
}
