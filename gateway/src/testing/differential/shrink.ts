import { type ASTNode, type DocumentNode, Kind, parse, print } from 'graphql';

/** A graph and an operation over it. */
export interface Case {
  readonly sdls: Readonly<Record<string, string>>;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly grants: readonly string[];
}

/** So many attempts are made at most; each composes a graph. */
const MAX_ATTEMPTS = 2_000;

/** Makes a case smaller for as long as `stillFails`: a part of the operation less, a part of a schema less. */
export async function shrink(found: Case, stillFails: (candidate: Case) => Promise<boolean>): Promise<Case> {
  let best = found;
  let attempts = 0;
  for (let progress = true; progress; ) {
    progress = false;
    for (const candidate of smaller(best)) {
      if (++attempts > MAX_ATTEMPTS) return best;
      if (!(await stillFails(candidate))) continue;
      best = candidate;
      progress = true;
      break;
    }
  }
  return best;
}

/** Cases with one thing less, those first that most is lost with. */
function* smaller({ sdls, query, variables, grants }: Case): Generator<Case> {
  for (const shorter of withoutOne(parse(query, { noLocation: true }))) yield { sdls, query: print(shorter), variables, grants };
  for (const name of Object.keys(variables)) {
    const { [name]: _, ...others } = variables;
    yield { sdls, query, variables: others, grants };
  }
  for (const name of Object.keys(sdls)) {
    const { [name]: _, ...others } = sdls;
    if (Object.keys(others).length > 0) yield { sdls: others, query, variables, grants };
  }
  for (const [name, sdl] of Object.entries(sdls)) {
    for (const shorter of withoutOne(parse(sdl, { noLocation: true })))
      yield { sdls: { ...sdls, [name]: print(shorter) }, query, variables, grants };
  }
}

/** What a document may lose, by kind of node. The link to federation stays. */
const LISTS = [
  'definitions',
  'selections',
  'fields',
  'directives',
  'interfaces',
  'types',
  'arguments',
  'variableDefinitions',
  'values',
] as const;

/** The document without one element of one list, outermost lists first, so that most goes first. */
function* withoutOne(document: DocumentNode): Generator<DocumentNode> {
  const waiting: { node: ASTNode; replace: (node: ASTNode) => DocumentNode }[] = [
    { node: document, replace: (node) => node as DocumentNode },
  ];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { node, replace } = next;
    if (node.kind === Kind.SCHEMA_EXTENSION) continue;
    for (const key of LISTS) {
      const list = (node as unknown as Record<string, readonly ASTNode[] | undefined>)[key];
      if (!Array.isArray(list)) continue;
      for (const [index, item] of (list as ASTNode[]).entries()) {
        const isOnlySelection = key === 'selections' && list.length === 1;
        if (!isOnlySelection && item.kind !== Kind.SCHEMA_EXTENSION)
          yield replace({ ...node, [key]: list.filter((each) => each !== item) } as ASTNode);
        waiting.push({ node: item, replace: (changed) => replace({ ...node, [key]: list.toSpliced(index, 1, changed) } as ASTNode) });
      }
    }
    const { selectionSet } = node as { readonly selectionSet?: ASTNode };
    if (selectionSet) waiting.push({ node: selectionSet, replace: (changed) => replace({ ...node, selectionSet: changed } as ASTNode) });
  }
}
