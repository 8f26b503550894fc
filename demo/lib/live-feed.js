import { once } from 'node:events';
import { answer, wrap } from './feed-answer.js';
import { parseSince } from './sequence.js';

// feed=longpoll and feed=continuous: the answers of the feed, with a wait for the next change
// between them. Without a heartbeat the wait ends after `timeout`, as in CouchDB.
export async function watchFeed(call, question) {
  const { database, response, options } = call;
  const continuous = question.feed === 'continuous';
  const watch = new Watch(call, question);
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.flushHeaders();
  try {
    let state = { ...question };
    for (;;) {
      const changed = watch.nextChange(); // listening before reading, so that no change slips through
      // a limit of a continuous feed is counted over all its answers, so these come as they are
      const found = await answer(database, state, { plainFeed: continuous || options.plainFeed });
      if (continuous) {
        for (const row of found.rows) response.write(`${row}\n`);
        state = goOn(state, found, database);
      }
      const over = continuous ? state.limit === 0 || state.descending : found.rows.length > 0;
      if (over || watch.over || !(await changed)) {
        finish(response, found, continuous);
        return;
      }
      if (!continuous) state = goOn(state, found, database);
    }
  } finally {
    watch.stop();
  }
}

function goOn(state, { rows, last }, database) {
  const since = parseSince(last, database.index.updateSeq);
  return { ...state, since, sinceText: last, limit: state.limit - rows.length };
}

function finish(response, found, continuous) {
  if (continuous) {
    response.end(`{"last_seq":${JSON.stringify(found.last)},"pending":${found.pending}}\n`);
  } else {
    response.end(wrap(found).join(''));
  }
}

// Waits for changes on behalf of one request.
class Watch {
  over = false; // the client went away, or the database did
  #database;
  #question;
  #response;
  #ending = new AbortController();

  constructor({ database, response }, question) {
    this.#database = database;
    this.#question = question;
    this.#response = response;
    this.end = () => {
      this.over = true;
      this.#ending.abort();
    };
    database.once('end', this.end);
    response.once('close', this.end);
  }

  // Whether a change came before the wait was over; call it before reading, await it afterwards.
  nextChange() {
    const { heartbeat, timeout } = this.#question;
    const waiting = new AbortController();
    const signal = AbortSignal.any([waiting.signal, this.#ending.signal]);
    const timer = heartbeat
      ? setInterval(() => this.#response.write('\n'), heartbeat)
      : setTimeout(() => waiting.abort(), timeout);
    return once(this.#database, 'change', { signal })
      .then(
        () => true,
        () => false,
      )
      .finally(() => clearTimeout(timer));
  }

  stop() {
    this.end();
    this.#database.off('end', this.end);
    this.#response.off('close', this.end);
  }
}
