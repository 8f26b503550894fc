#!/usr/bin/env node
import { readOptions, USAGE } from './lib/options.js';
import { startServer } from './lib/server.js';

let options;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
}

const server = await startServer(options).catch((error) => {
  console.error(`could not start: ${error.message}`);
  process.exit(1);
});

async function stop() {
  await server.close();
  process.exit(0);
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
if (options.untilStdinCloses) {
  // a parent which was killed leaves its end of the pipe closed, and no orphan behind
  process.stdin.on('end', stop).on('error', stop).on('close', stop).resume();
}

console.log(`listening ${server.url}`);
