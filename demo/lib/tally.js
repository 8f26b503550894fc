// Counts the ones in a growing row of ones and zeros, up to any place, in logarithmic time
// (a Fenwick tree): `pending` of every answer of the feed is such a count.
export class Tally {
  #sums = [0];
  #total = 0;

  // Appends a one.
  push() {
    const place = this.#sums.length;
    let sum = 1;
    for (let step = 1; step < (place & -place); step <<= 1) sum += this.#sums[place - step];
    this.#sums.push(sum);
    this.#total += 1;
  }

  // Turns the one at an index, counted from 0, into a zero.
  clear(index) {
    for (let i = index + 1; i < this.#sums.length; i += i & -i) this.#sums[i] -= 1;
    this.#total -= 1;
  }

  // The ones at the given index and behind it.
  countFrom(index) {
    let before = 0;
    for (let i = index; i > 0; i -= i & -i) before += this.#sums[i];
    return this.#total - before;
  }

  get total() {
    return this.#total;
  }
}
