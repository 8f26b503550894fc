import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FeedIndex } from '../lib/feed-index.js';

test('agrees with a plain list after many changes', () => {
  const index = new FeedIndex();
  const plain = new Map(); // id → {id, seq, deleted}
  let state = 7;
  const random = (below) => (state = (state * 48271) % 2147483647) % below;
  for (let seq = 1; seq <= 5000; seq++) {
    const id = `doc-${random(300)}`;
    if (random(20) === 0) {
      index.remove(id);
      plain.delete(id);
    } else {
      const row = { id, seq, deleted: random(3) === 0 };
      index.place(row.id, row.seq, row.deleted);
      plain.set(id, row);
    }
    if (seq % 250) continue;
    const rows = [...plain.values()].sort((a, b) => a.seq - b.seq);
    assert.equal(index.deletedCount, rows.filter(({ deleted }) => deleted).length);
    assert.equal(index.documentCount, rows.length - index.deletedCount);
    for (const since of [0, random(seq), seq]) {
      const after = rows.filter((row) => row.seq > since);
      assert.deepEqual(index.after(since, 10), after.slice(0, 10));
      assert.equal(index.countAfter(since), after.length);
      const upTo = rows.filter((row) => row.seq <= since).reverse();
      assert.deepEqual(index.upTo(since, 10), upTo.slice(0, 10));
    }
  }
});
