import { badRequest } from '../errors.js';
import { answer, NO_LIMIT, wrap } from '../feed-answer.js';
import { readFilter } from '../filters.js';
import { watchFeed } from '../live-feed.js';
import { parseSince, sequence } from '../sequence.js';

// GET and POST /db/_changes
export async function changes(call) {
  const question = await readQuestion(call);
  if (question.feed !== 'normal') return watchFeed(call, question);
  const found = await answer(call.database, question, call.options);
  return call.sendText(200, wrap(found));
}

async function readQuestion(call) {
  const { query, database } = call;
  const body = call.method === 'POST' ? await call.optionalJson() : null;
  const flag = (name) => query.get(name) === 'true';
  const feed = query.get('feed') ?? 'normal';
  if (!['normal', 'continuous', 'live', 'longpoll'].includes(feed)) {
    throw badRequest('Supported `feed` types: normal, continuous, live, longpoll');
  }
  const sinceText = query.get('since') ?? query.get('last-event-id') ?? '0';
  const since = parseSince(sinceText, database.index.updateSeq);
  return {
    feed: feed === 'live' ? 'continuous' : feed,
    since,
    // an answer without news gives back the very sequence it was asked with
    sinceText: sinceText === 'now' ? sequence(since) : sinceText.replaceAll('"', ''),
    limit: number(query, 'limit', NO_LIMIT),
    interval: number(query, 'seq_interval', 1, 1),
    heartbeat: query.get('heartbeat') === 'true' ? 60_000 : number(query, 'heartbeat', null, 1),
    timeout: number(query, 'timeout', 60_000),
    descending: flag('descending'),
    allLeaves: query.get('style') === 'all_docs',
    includeDocs: flag('include_docs'),
    attachments: flag('attachments'),
    conflicts: flag('conflicts'),
    filter: await readFilter(database, { query, body }),
  };
}

function number(query, name, absent, least = 0) {
  const text = query.get(name);
  if (text === null) return absent;
  if (!/^\d+$/.test(text) || Number(text) < least) {
    throw badRequest(`The ${name} parameter should be ${least ? 'a positive' : 'a non-negative'} integer`);
  }
  return Number(text);
}
