import fs from 'node:fs';
import path from 'node:path';
import PouchDB from 'pouchdb';
import { CouchError, noDatabase } from './errors.js';
import { Database } from './database.js';
import { levelMaker, storeName } from './level.js';

const SYSTEM_NAMES = ['_users', '_replicator', '_global_changes'];
const LONGEST_NAME = 238; // of CouchDB, which adds a suffix to make a file name of it

// All databases of the server. Beside each database's LevelDB lies a small JSON file with what
// PouchDB does not keep: when it was created, its security object, its revision limit.
export class Catalogue {
  #dir;
  #names = new Set();
  #open = new Map(); // name → promise of a Database
  #kept = new Map(); // name → settings, where there is no file for them
  #lastCreated = 0;

  constructor(dir) {
    this.#dir = dir;
    this.levels = levelMaker(dir);
    // `migrate: false`: else PouchDB looks for the files of its first versions in the working directory
    this.PouchDB = PouchDB.defaults({ db: this.levels, adapter: 'leveldb', migrate: false });
    // express-pouchdb would keep a list of its own, in one more database
    this.PouchDB.allDbs = async () => this.names().map((name) => encodeURIComponent(storeName(name)));
    if (dir) {
      fs.mkdirSync(dir, { recursive: true });
      for (const file of fs.readdirSync(dir)) {
        if (file.endsWith('.json')) this.#names.add(decodeURIComponent(file.slice(0, -5)));
      }
    }
  }

  names() {
    return [...this.#names].sort();
  }

  async create(name, { partitioned = false } = {}) {
    if (!SYSTEM_NAMES.includes(name) && !/^[a-z][a-z0-9_$()+/-]*$/.test(name)) {
      throw new CouchError(
        400,
        'illegal_database_name',
        `Name: '${name}'. Only lowercase characters (a-z), digits (0-9), and any of the ` +
          'characters _, $, (, ), +, -, and / are allowed. Must begin with a letter.',
      );
    }
    if (name.length > LONGEST_NAME) {
      const reason = `At least one path segment of \`${name}\` is too long.`;
      throw new CouchError(400, 'database_name_too_long', reason);
    }
    if (this.#names.has(name)) {
      const reason = 'The database could not be created, the file already exists.';
      throw new CouchError(412, 'file_exists', reason);
    }
    this.#names.add(name);
    this.saveSettings(name, {
      created: this.#now(),
      security: { members: { roles: ['_admin'] }, admins: { roles: ['_admin'] } },
      revsLimit: 1000,
      purges: 0,
      partitioned,
      purged: [],
    });
    await this.database(name);
  }

  // Opens a database on its first use.
  database(name) {
    if (!this.#names.has(name)) throw noDatabase();
    if (!this.#open.has(name)) {
      const opening = Database.open(this, name, this.#settings(name));
      opening.catch(() => this.#open.delete(name));
      this.#open.set(name, opening);
    }
    return this.#open.get(name);
  }

  async remove(name) {
    const database = await this.database(name);
    // two requests may have waited for it
    if (!this.#names.delete(name)) throw noDatabase();
    this.#open.delete(name);
    if (this.#dir) fs.rmSync(this.#file(name));
    // express-pouchdb keeps instances by name, which must not outlive the database
    this.PouchDB.__dbCacheMap?.delete(storeName(name));
    await database.destroy();
  }

  // Lets the requests waiting for changes finish.
  async endFeeds() {
    for (const opening of this.#open.values()) (await opening).emit('end');
  }

  async close() {
    for (const opening of this.#open.values()) await (await opening).close();
  }

  saveSettings(name, settings) {
    if (!this.#dir) {
      this.#kept.set(name, settings);
      return;
    }
    const file = this.#file(name);
    fs.writeFileSync(`${file}.new`, JSON.stringify(settings));
    fs.renameSync(`${file}.new`, file);
  }

  #settings(name) {
    if (!this.#dir) return this.#kept.get(name);
    return JSON.parse(fs.readFileSync(this.#file(name), 'utf8'));
  }

  #file(name) {
    return path.join(this.#dir, `${encodeURIComponent(name)}.json`);
  }

  // Microseconds, never the same twice: a database which was deleted and created again is told
  // from the old one by nothing else.
  #now() {
    this.#lastCreated = Math.max(Date.now() * 1000, this.#lastCreated + 1);
    return String(this.#lastCreated);
  }
}
