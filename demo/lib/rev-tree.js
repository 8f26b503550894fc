// PouchDB's revision trees: metadata.rev_tree is a list of {pos, ids: [id, {status, deleted}, children]}.
// Everything here walks without recursion, as a history may be a thousand revisions deep.

function* nodes(metadata) {
  const waiting = metadata.rev_tree.map(({ pos, ids }) => ({ pos, ids, parent: null }));
  while (waiting.length) {
    const { pos, ids, parent } = waiting.pop();
    const [id, { deleted, status }, children] = ids;
    const rev = `${pos}-${id}`;
    const number = metadata.rev_map[rev]; // of the write which brought the body, if it is kept
    const leaf = children.length === 0;
    const node = { pos, id, rev, parent, number, leaf, deleted: deleted === true, status };
    yield node;
    for (const child of children) waiting.push({ pos: pos + 1, ids: child, parent: node });
  }
}

// The leaf revisions, the winner first: living before deleted ones, then the longer history,
// then the greater id.
export function leaves(metadata) {
  return [...nodes(metadata)]
    .filter((node) => node.leaf)
    .sort(
      (a, b) => a.deleted - b.deleted || b.pos - a.pos || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0),
    );
}

export function findRevision(metadata, rev) {
  for (const node of nodes(metadata)) if (node.rev === rev) return node;
  return undefined;
}

export function knownRevisions(metadata) {
  return new Set([...nodes(metadata)].map((node) => node.rev));
}

// The leaves which came out of a revision, for `latest=true`.
export function leavesFrom(metadata, rev) {
  return leaves(metadata).filter((leaf) => ancestors(leaf).some((node) => node.rev === rev));
}

// A revision and those before it, the newest first.
export function ancestors(node) {
  const found = [];
  for (let at = node; at; at = at.parent) found.push(at);
  return found;
}

// `_revisions` of a document.
export function revisions(node) {
  return { start: node.pos, ids: ancestors(node).map((ancestor) => ancestor.id) };
}
