import http from 'node:http';
import { makeApp } from './app.js';
import { Catalogue } from './catalogue.js';
import { Sessions } from './sessions.js';

const HOST = '127.0.0.1'; // never to be reached from another machine
const PATIENCE = 500; // milliseconds for the answers under way when the server ends

// Starts a server: {url, close}.
export async function startServer(options) {
  const catalogue = new Catalogue(options.dir);
  const sessions = new Sessions(options.admin);
  const server = http.createServer(
    // an id of 4,000 characters, percent-encoded, is longer than Node takes by default
    { maxHeaderSize: 256 * 1024 },
    makeApp({ catalogue, sessions, options }),
  );
  server.keepAliveTimeout = 65_000; // Node's 5 s would cut off clients which reuse connections
  server.headersTimeout = 66_000;
  server.requestTimeout = 0; // a slow upload is no error
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, HOST, resolve);
  });
  let closing = null;
  return {
    url: `http://${HOST}:${server.address().port}`,
    close: () => (closing ??= close(server, catalogue)),
  };
}

async function close(server, catalogue) {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await catalogue.endFeeds();
  const late = setTimeout(() => server.closeAllConnections(), PATIENCE);
  await closed;
  clearTimeout(late);
  await catalogue.close();
}
