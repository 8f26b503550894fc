import { parseArgs } from 'node:util';

export const USAGE =
  'usage: node demo/couchdb.js --port N (--dir DIR | --memory) [--admin user:password]' +
  ' [--plain-feed] [--until-stdin-closes]';

// The command line as an object; throws an Error whose message can be shown as it is.
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '0' },
      dir: { type: 'string' },
      memory: { type: 'boolean', default: false },
      admin: { type: 'string' },
      'plain-feed': { type: 'boolean', default: false },
      'until-stdin-closes': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port takes a number from 0 to 65535, not ${values.port}`);
  }
  if (Boolean(values.dir) === values.memory) {
    throw new Error('exactly one of --dir and --memory is needed');
  }
  return {
    port,
    dir: values.dir ?? null,
    admin: values.admin === undefined ? null : readAdmin(values.admin),
    plainFeed: values['plain-feed'],
    untilStdinCloses: values['until-stdin-closes'],
  };
}

function readAdmin(text) {
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) throw new Error('--admin takes user:password');
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
