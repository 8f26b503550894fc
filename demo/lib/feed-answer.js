import { changeRows, readBackward, readForward } from './feed.js';
import { extraRows, safeSeqs, shuffle, takenRows } from './scatter.js';
import { sequence } from './sequence.js';

// CouchDB counts down from here where no limit is given; seq_interval depends on that count.
export const NO_LIMIT = 1_000_000_000_000_000;

// One answer: {rows, last, pending}, the rows as JSON texts, `last` as a sequence.
export async function answer(database, question, { plainFeed }) {
  const { since, limit } = question;
  if (limit === 0) {
    return { rows: [], last: question.sinceText, pending: database.index.countAfter(since) };
  }
  const limited = limit !== NO_LIMIT;
  if (question.descending) {
    return inOrder(question, await readBackward(database, limit, question));
  }
  if (!limited || plainFeed) {
    return inOrder(question, await readForward(database, since, limit, question));
  }
  return scattered(database, question, await readForward(database, since, takenRows(limit), question));
}

function inOrder(question, found) {
  const seqs = found.rows.map(({ seq }) => seq);
  return finish(question, found, found.rows, seqs);
}

async function scattered(database, question, found) {
  const { since, limit } = question;
  const own = found.rows.map(({ seq }) => seq);
  const rows = [...found.rows];
  if (rows.length) {
    const extra = extraRows(database.index, since, found.last, limit - rows.length);
    const made = await changeRows(database, extra, question);
    made.forEach((row, i) => {
      if (row) rows.push({ seq: extra[i].seq, row });
    });
  }
  shuffle(rows);
  return finish(question, found, rows, safeSeqs(rows, own, since, found.last));
}

function finish({ since, sinceText, limit, interval }, { last, pending }, rows, seqs) {
  const texts = rows.map(({ row }, i) => {
    // CouchDB's own rule; an interval above the limit leaves no row its seq
    const shown = (limit - i) % interval === 0;
    return `{"seq":${shown ? JSON.stringify(sequence(seqs[i])) : null},${row}}`;
  });
  return { rows: texts, last: last === since ? sinceText : sequence(last), pending };
}

export function wrap({ rows, last, pending }) {
  const end = `],\n"last_seq":${JSON.stringify(last)},"pending":${pending}}\n`;
  return ['{"results":[\n', rows.join(',\n'), rows.length ? '\n' : '', end];
}
