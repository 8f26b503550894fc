import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { unauthorized } from './errors.js';

const LIFETIME = 600_000; // milliseconds, CouchDB's default
const EVERYONE = { name: null, roles: ['_admin'] };
const NOBODY = { name: null, roles: [] };

// Who a request comes from. There is one user, the admin; without one everyone may do everything.
export class Sessions {
  #admin;
  #ends = new Map(); // token → time

  constructor(admin) {
    this.#admin = admin;
  }

  // {name, roles, by}; a wrong password is refused even where none is needed, as CouchDB does.
  user({ headers }) {
    const basic = /^Basic (.*)$/i.exec(headers.authorization ?? '');
    if (basic) {
      const [name, password] = cut(Buffer.from(basic[1], 'base64').toString());
      return { ...this.#checked(name, password), by: 'default' };
    }
    const token = /(?:^|;\s*)AuthSession=([^;]+)/.exec(headers.cookie ?? '')?.[1];
    if (token && this.#ends.get(token) > Date.now()) {
      return { name: this.#admin.name, roles: ['_admin'], by: 'cookie' };
    }
    return this.#admin ? NOBODY : EVERYONE;
  }

  // A login: the user and the cookie of the new session.
  open(name, password) {
    const user = this.#checked(name, password);
    const token = randomBytes(24).toString('base64url');
    this.#ends.set(token, Date.now() + LIFETIME);
    return { user, cookie: cookie(token, LIFETIME / 1000) };
  }

  // A logout: the cookie which ends the session.
  close({ headers }) {
    this.#ends.delete(/AuthSession=([^;]+)/.exec(headers.cookie ?? '')?.[1]);
    return cookie('', 0);
  }

  #checked(name, password) {
    const admin = this.#admin;
    if (!admin || !same(name, admin.name) || !same(password, admin.password)) {
      throw unauthorized('Name or password is incorrect.');
    }
    return { name: admin.name, roles: ['_admin'] };
  }
}

function cookie(token, seconds) {
  return `AuthSession=${token}; Version=1; Path=/; Max-Age=${seconds}; HttpOnly`;
}

function cut(text) {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}

function same(a, b) {
  const digest = (text) => createHash('sha256').update(String(text)).digest();
  return timingSafeEqual(digest(a), digest(b));
}
