import vm from 'node:vm';
import { leaves } from './rev-tree.js';
import { bodyKey, DOCUMENTS } from './stores.js';

const TIMEOUT = 5000; // milliseconds, as of CouchDB's own query server

// The `validate_doc_update` functions of a database's design documents.
export class Validators {
  #database;
  #functions = null; // promise of the compiled functions

  constructor(database) {
    this.#database = database;
  }

  // A design document changed.
  forget() {
    this.#functions = null;
  }

  functions() {
    this.#functions ??= this.#compile();
    return this.#functions;
  }

  async #compile() {
    const { stores } = this.#database;
    const found = [];
    const range = { from: '_design/', to: '_design0' }; // 0 is the character behind the slash
    for await (const [, text] of stores.walk(DOCUMENTS, range)) {
      const metadata = JSON.parse(text);
      const [winner] = leaves(metadata);
      if (winner.deleted) continue;
      const [design] = await stores.values([bodyKey(winner.number)]);
      if (typeof design?.validate_doc_update === 'string') {
        found.push(compiled(design.validate_doc_update));
      }
    }
    return found;
  }
}

// A function which does not compile refuses every write, as in CouchDB.
function compiled(source) {
  try {
    return designFunction(source);
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

// Makes a JavaScript function of a design document callable, in a world of its own where it finds
// CouchDB's helpers and nothing of the server's. Arguments go in as JSON, so that they are copies.
export function designFunction(source) {
  const world = vm.createContext({ isArray: Array.isArray, toJSON: JSON.stringify, log() {} });
  // the line break ends a comment at the end
  vm.runInContext(`var design = (${bare(source)}\n);`, world, { timeout: TIMEOUT });
  return (...args) => {
    world.given = JSON.stringify(args);
    return vm.runInContext('design.apply(null, JSON.parse(given))', world, { timeout: TIMEOUT });
  };
}

// A function's source as an expression: it may end with a semicolon.
export const bare = (source) => source.trim().replace(/;$/, '');
