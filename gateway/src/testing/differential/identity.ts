import type { SelectionSetNode } from 'graphql';

/** The identity that all parts of a key agree on; undefined when a part is not given. */
export function identityOf(key: SelectionSetNode, given: unknown): string | undefined {
  const found = new Set<string | undefined>();
  for (const selection of key.selections) {
    if (selection.kind !== 'Field') continue;
    const value = (given as Record<string, unknown> | null | undefined)?.[selection.name.value];
    if (value === undefined || value === null) return undefined;
    if (selection.selectionSet) found.add(identityOf(selection.selectionSet, value));
    else found.add(typeof value === 'number' ? String(value) : String(value).replace(`${selection.name.value}-`, ''));
  }
  const [identity] = found;
  return found.size === 1 ? identity : undefined;
}
