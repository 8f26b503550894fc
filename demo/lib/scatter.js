// Imitates what a cluster makes of a feed that is read with a limit: the nodes' rows come in any
// order, the same request may be answered with other rows, and some rows come again. What a client
// may rely on stays: who goes on from `last_seq`, or from the sequence of any row, misses nothing.

const EXTRA = 4; // rows taken from before or behind an answer

// How many rows an answer takes: sometimes fewer than it may, never none.
export function takenRows(limit) {
  return Math.random() < 0.3 ? limit : Math.ceil(limit * (0.5 + Math.random() / 2));
}

// Rows of the index to be given besides the answer's own, from `since` to `last`, in order.
export function extraRows(index, since, last, room) {
  const near = [...index.upTo(since, EXTRA), ...index.after(last, EXTRA)];
  return shuffle(near).slice(0, Math.min(room, Math.floor(Math.random() * (EXTRA + 1))));
}

export function shuffle(rows) {
  for (let i = rows.length - 1; i > 0; i--) {
    const k = Math.floor(Math.random() * (i + 1));
    [rows[i], rows[k]] = [rows[k], rows[i]];
  }
  return rows;
}

// For rows in any order, the seq each of them may carry: the highest up to which every row has
// been given, `since` at first, `last` when all are there. `own` are the seqs in their order.
export function safeSeqs(rows, own, since, last) {
  const given = new Set();
  let done = 0;
  return rows.map(({ seq }) => {
    given.add(seq);
    while (done < own.length && given.has(own[done])) done += 1;
    if (done === own.length) return last;
    return done === 0 ? since : own[done - 1];
  });
}
