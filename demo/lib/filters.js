import { matchesSelector } from 'pouchdb-selector-core';
import { badRequest, notFound } from './errors.js';
import { jsonDocs } from './json-docs.js';
import { leaves } from './rev-tree.js';
import { bare, designFunction } from './validators.js';

// A filter of the feed as {byId} or {byDoc}, functions which tell whether a change passes;
// null for no filter.
export async function readFilter(database, { query, body }) {
  const name = query.get('filter') ?? '';
  if (name === '') return null;
  if (name === '_doc_ids') return docIds(body?.doc_ids ?? fromJson(query.get('doc_ids')));
  if (name === '_design') return { byId: (id) => id.startsWith('_design/') };
  if (name === '_selector') return selector(body?.selector);
  if (name === '_view') return view(database, query.get('view') ?? '');
  if (name.startsWith('_')) throw badRequest('unknown builtin filter name');
  const source = await member(database, name, 'filters', 'filter', 'filtername');
  const passes = designFunction(source);
  const request = { query: Object.fromEntries(query), body };
  return { byDoc: (doc) => Boolean(passes(doc, request)) };
}

function docIds(ids) {
  if (!Array.isArray(ids) || ids.some((id) => typeof id !== 'string')) {
    throw badRequest('`doc_ids` filter parameter is not a list of doc ids.');
  }
  const wanted = new Set(ids);
  return { byId: (id) => wanted.has(id) };
}

function fromJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('invalid UTF-8 JSON');
  }
}

function selector(wanted) {
  if (wanted === undefined) throw badRequest('Selector must be specified in POST payload');
  if (wanted === null || typeof wanted !== 'object' || Array.isArray(wanted)) {
    throw badRequest('Selector error: expected a JSON object');
  }
  const passes = (doc) => Object.keys(wanted).length === 0 || matchesSelector(doc, wanted);
  try {
    passes({ _id: 'a', _rev: '1-a' });
  } catch (error) {
    throw badRequest(`Selector error: ${error.message}`);
  }
  return { byDoc: passes };
}

async function view(database, name) {
  if (!name) throw badRequest('`view` filter parameter is not provided.');
  const source = await member(database, name, 'views', 'view', 'viewname');
  const emits = designFunction(`function (doc) {
    var emitted = false;
    var emit = function () { emitted = true; };
    (${bare(source)}
    )(doc);
    return emitted;
  }`);
  return { byDoc: emits };
}

// The source of `design/function` in a section of a design document.
async function member(database, path, section, parameter, form) {
  const [design, name, ...more] = path.split('/').map(decodeURIComponent);
  if (!design || !name || more.length) {
    throw badRequest(`\`${parameter}\` must be of the form \`designname/${form}\``);
  }
  const [metadata] = await database.stores.metadata([`_design/${design}`]);
  if (!metadata) throw notFound();
  const [node] = leaves(metadata);
  if (node.deleted) throw notFound('deleted');
  const [doc] = await jsonDocs(database.stores, [{ metadata, node }]);
  const found = doc[section]?.[name];
  const source = section === 'views' ? found?.map : found;
  if (typeof source !== 'string') throw notFound(`missing json key: ${name}`);
  return source;
}
