package io.camelback.couchdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelback.archive.DocumentJson;

/** Reads what a CouchDB answers, without limits of the parser's own. */
final class Json {

    static final JsonFactory FACTORY = DocumentJson.FACTORY;
    static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private Json() {
    }
}
