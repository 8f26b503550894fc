/**
 * A CouchDB for tests that gives and takes raw bytes, and breaks on demand. It knows no conflicts of edits, no views and no users:
 * what a real CouchDB does is tested against one.
 */
package io.camelback.stub;
