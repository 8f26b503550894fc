import { EventEmitter } from 'node:events';
import { promisify } from 'node:util';
import { FeedIndex } from './feed-index.js';
import { storeName } from './level.js';
import { BODIES, DOCUMENTS, FILES, Stores, UPDATE_SEQ } from './stores.js';
import { Validators } from './validators.js';

// One open database: PouchDB writes it, and what PouchDB cannot tell is read from its stores.
export class Database extends EventEmitter {
  index = new FeedIndex();
  #catalogue;
  #bytes = 0; // of the revisions' bodies and the attachments

  static async open(catalogue, name, settings) {
    const database = new Database(catalogue, name, settings);
    await database.connect();
    await database.#read();
    return database;
  }

  constructor(catalogue, name, settings) {
    super();
    this.setMaxListeners(0); // every waiting feed listens
    this.#catalogue = catalogue;
    this.name = name;
    this.settings = settings;
    this.validators = new Validators(this);
  }

  // Makes the PouchDB instance; made anew, it shares the open LevelDB with the one before it, but
  // takes over the revision limit and the count of documents in the store.
  async connect() {
    const { PouchDB, levels } = this.#catalogue;
    const pouch = new PouchDB(storeName(this.name), { revs_limit: this.settings.revsLimit });
    await pouch.info();
    openQueue(pouch);
    this.pouch = pouch;
    this.stores = new Stores(levels.named(storeName(this.name)));
  }

  async #read() {
    const found = [];
    for await (const [, text] of this.stores.walk(DOCUMENTS)) {
      const { id, seq, deleted } = JSON.parse(text);
      found.push({ id, seq, deleted });
    }
    this.#place(found);
    const [updateSeq] = await this.stores.values([UPDATE_SEQ]);
    // documents at the end of the feed may have been purged
    this.index.updateSeq = Math.max(this.index.updateSeq, updateSeq ?? 0);
    for await (const [, text] of this.stores.walk(BODIES)) this.#bytes += text.length;
    this.#bytes += await this.stores.estimate(FILES);
    this.#catalogue.levels.named(storeName(this.name)).written = (batch) => this.#written(batch);
  }

  // Follows every batch PouchDB writes, whoever asked for it.
  #written(operations) {
    const changed = [];
    for (const { type, key, value } of operations) {
      if (type !== 'put') continue;
      if (key.startsWith(DOCUMENTS)) changed.push(JSON.parse(value));
      else if (key.startsWith(BODIES) || key.startsWith(FILES)) this.#bytes += value.length;
    }
    this.#place(changed);
    if (changed.some(({ id }) => id.startsWith('_design/'))) this.validators.forget();
    if (changed.length) this.emit('change');
  }

  #place(found) {
    found.sort((a, b) => a.seq - b.seq);
    for (const { id, seq, deleted } of found) this.index.place(id, seq, deleted);
  }

  // Runs a task while PouchDB writes nothing, in its own queue of writes.
  exclusive(task) {
    return promisify(this.pouch._doCompaction)(null, [], { task });
  }

  changeSettings(changes) {
    Object.assign(this.settings, changes);
    this.#catalogue.saveSettings(this.name, this.settings);
  }

  // `file` is what the LevelDB takes on disk. `external` is an estimate: the JSON texts of all stored
  // revisions, old ones too, and the attachments, as compressed where they were stored before the
  // last start. `active`, what compaction would leave, is not known, so it is `file` again. In
  // memory all three are `external`.
  sizes() {
    const file = this.#catalogue.levels.fileSize(storeName(this.name)) || this.#bytes;
    return { file, external: this.#bytes, active: file };
  }

  close() {
    return this.pouch.close();
  }

  async destroy() {
    this.emit('end');
    await this.pouch.destroy();
  }
}

// PouchDB's queue of writes is out of reach but for this one locked function, which looks up its
// work when its turn comes: so it can be given other work.
function openQueue(pouch) {
  const compact = pouch._doCompactionNoLock;
  pouch._doCompactionNoLock = (id, revs, options, callback) => {
    if (!options?.task) {
      compact(id, revs, options, callback);
      return;
    }
    options.task().then((result) => callback(null, result), callback);
  };
}
