import { parseJson, readBytes } from './body.js';
import { badRequest, CouchError } from './errors.js';

// One request with what the routes need of it, and the ways to answer it.
export class Call {
  #parts = null;
  bodySize = 0;
  database = null;
  user = null;

  constructor(request, response, { catalogue, sessions, options }) {
    this.request = request;
    this.response = response;
    this.catalogue = catalogue;
    this.sessions = sessions;
    this.options = options;
    // HEAD is GET whose body Node leaves out
    this.method = request.method === 'HEAD' ? 'GET' : request.method;
    const [path, search] = split(request.url, '?');
    this.rawParts = path.split('/').filter((part) => part !== '');
    this.query = new URLSearchParams(search);
  }

  // The parts of the path, decoded.
  get parts() {
    this.#parts ??= this.rawParts.map(decode);
    return this.#parts;
  }

  async bytes() {
    const bytes = await readBytes(this.request);
    this.bodySize = bytes.length;
    return bytes;
  }

  async json() {
    return parseJson(await this.bytes());
  }

  // The body of a POST, which CouchDB takes only as a JSON object declared as such.
  async jsonObject() {
    this.requireJsonType();
    return object(await this.json());
  }

  async optionalJson() {
    this.requireJsonType();
    const bytes = await this.bytes();
    return bytes.length ? object(parseJson(bytes)) : {};
  }

  requireJsonType() {
    const type = this.request.headers['content-type'] ?? '';
    if (type.split(';')[0].trim() !== 'application/json') {
      throw new CouchError(415, 'bad_content_type', 'Content-Type must be application/json');
    }
  }

  // CouchDB prefers a multipart answer for a client which does not rule it out. This one has none
  // to give, and refuses rather than to let a client pass which would not get on with CouchDB.
  requireJsonAnswer(multipart) {
    const accepted = this.request.headers.accept ?? '*/*';
    const types = accepted.split(',').map((part) => part.split(';')[0].trim());
    if (types.some((type) => ['*/*', 'multipart/*', multipart].includes(type))) {
      const reason = `CouchDB would answer in ${multipart} here, this stand-in only with "Accept: application/json"`;
      throw new CouchError(406, 'not_acceptable', reason);
    }
  }

  send(status, json, headers = {}) {
    this.sendText(status, [JSON.stringify(json), '\n'], headers);
  }

  // Texts of one JSON body, sent as they are.
  sendText(status, texts, headers = {}) {
    const parts = texts.map((text) => Buffer.from(text));
    this.response.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': parts.reduce((sum, part) => sum + part.length, 0),
      'Cache-Control': 'must-revalidate',
      ...headers,
    });
    this.response.cork();
    for (const part of parts) this.response.write(part);
    this.response.end();
    this.response.uncork();
  }

  sendError(error) {
    if (this.response.headersSent) {
      this.response.destroy();
    } else if (error instanceof CouchError) {
      this.send(error.status, error);
    } else {
      console.error(error);
      this.send(500, { error: 'internal_server_error', reason: String(error.message ?? error) });
    }
  }
}

function object(json) {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    throw badRequest('Request body must be a JSON object');
  }
  return json;
}

function split(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

// CouchDB takes a plus in a path for a space (its setting decode_plus_to_space), so that a client
// has to encode the plus of an id.
function decode(part) {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw badRequest('Malformed percent-encoding in the path');
  }
}
