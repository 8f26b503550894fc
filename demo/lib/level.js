import fs from 'node:fs';
import path from 'node:path';
import leveldown from 'leveldown';
import memdown from 'memdown';

// PouchDB's name for a database, which names a folder too, so without the slashes CouchDB allows.
export const storeName = (name) => encodeURIComponent(name);

// Makes the function PouchDB asks for a store of a given name: a LevelDB below `dir`, or, without
// one, a tree in memory. It remembers the stores it made, and each tells `store.written` about
// every batch it took, because PouchDB itself has no way to count or to page what is stored.
export function levelMaker(dir) {
  const made = new Map();
  const place = (name) => path.join(dir, name);

  function camelbackLevel(name) {
    const level = dir ? leveldown(place(name)) : memdown();
    const batch = level.batch.bind(level);
    level.batch = (operations, options, callback) =>
      batch(operations, options, (error) => {
        if (!error) level.written?.(operations);
        callback(error);
      });
    made.set(name, level);
    return level;
  }

  camelbackLevel.destroy = (name, callback) => {
    made.delete(name);
    if (dir) leveldown.destroy(place(name), callback);
    else setImmediate(callback);
  };

  camelbackLevel.named = (name) => made.get(name);

  // What a store takes on disk; nothing for one in memory.
  camelbackLevel.fileSize = (name) => {
    if (!dir) return 0;
    let sum = 0;
    for (const file of fs.readdirSync(place(name))) {
      // LevelDB removes files while it works
      sum += fs.statSync(path.join(place(name), file), { throwIfNoEntry: false })?.size ?? 0;
    }
    return sum;
  };

  return camelbackLevel;
}
