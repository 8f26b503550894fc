// A refusal in CouchDB's own shape: a status and the `error` and `reason` of its body.
export class CouchError extends Error {
  constructor(status, error, reason) {
    super(`${status} ${error}: ${reason}`);
    this.status = status;
    this.error = error;
    this.reason = reason;
  }

  toJSON() {
    return { error: this.error, reason: this.reason };
  }
}

export const badRequest = (reason) => new CouchError(400, 'bad_request', reason);
export const notFound = (reason = 'missing') => new CouchError(404, 'not_found', reason);
export const noDatabase = () => notFound('Database does not exist.');
export const conflict = () => new CouchError(409, 'conflict', 'Document update conflict.');
export const unauthorized = (reason) => new CouchError(401, 'unauthorized', reason);
export const notImplemented = (reason) => new CouchError(501, 'not_implemented', reason);
