import { Tally } from './tally.js';

// The order of a database's documents in its feed: every document once, at its last change.
// It is kept in memory, read from the stored documents when the database is opened, because
// PouchDB's own feed neither counts what is left nor knows the number of deleted documents.
export class FeedIndex {
  updateSeq = 0;
  deletedCount = 0;
  #where = new Map(); // id → index of its row
  #rows = []; // {id, seq, deleted}, or null where a document has moved on
  #seqs = []; // the rows' seqs, also of those which moved on
  #tally = new Tally();

  get documentCount() {
    return this.#where.size - this.deletedCount;
  }

  // Puts a document at the end of the feed, unless it is there with this seq already.
  place(id, seq, deleted) {
    const old = this.#rows[this.#where.get(id)];
    if (old?.seq === seq) return;
    if (old) this.remove(id);
    this.#where.set(id, this.#rows.length);
    this.#rows.push({ id, seq, deleted });
    this.#seqs.push(seq);
    this.#tally.push();
    if (deleted) this.deletedCount += 1;
    if (seq > this.updateSeq) this.updateSeq = seq;
    if (this.#rows.length > 2 * this.#where.size + 1000) this.#closeGaps();
  }

  remove(id) {
    const index = this.#where.get(id);
    if (index === undefined) return;
    if (this.#rows[index].deleted) this.deletedCount -= 1;
    this.#rows[index] = null;
    this.#tally.clear(index);
    this.#where.delete(id);
  }

  // How many documents changed after `seq`.
  countAfter(seq) {
    return this.#tally.countFrom(this.#indexAfter(seq));
  }

  // The first rows behind `seq`, in order.
  after(seq, max) {
    const found = [];
    for (let i = this.#indexAfter(seq); i < this.#rows.length && found.length < max; i++) {
      if (this.#rows[i]) found.push(this.#rows[i]);
    }
    return found;
  }

  // The last rows up to `seq` itself, the newest first.
  upTo(seq, max) {
    const found = [];
    for (let i = this.#indexAfter(seq) - 1; i >= 0 && found.length < max; i--) {
      if (this.#rows[i]) found.push(this.#rows[i]);
    }
    return found;
  }

  #indexAfter(seq) {
    let low = 0;
    let high = this.#seqs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#seqs[middle] > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #closeGaps() {
    this.#rows = this.#rows.filter(Boolean);
    this.#seqs = this.#rows.map((row) => row.seq);
    this.#tally = new Tally();
    this.#rows.forEach((row, index) => {
      this.#where.set(row.id, index);
      this.#tally.push();
    });
  }
}
