import type { FieldNode } from 'graphql';

export const TYPENAME = '__typename';

/**
 * The name under which the gateway keeps a field's value while it collects data.
 *
 * Keys and `@requires` inputs are collected under their plain field names. A client may use these names as aliases for
 * other fields (`id: name`), or ask the same field with other arguments; so whatever a client aliases or gives arguments
 * to is kept under a marked name of its own, and cannot be mistaken for what the plan needs.
 */
export function responseKey(field: FieldNode, aliasPrefix: string): string {
  const name = field.name.value;
  if (name === TYPENAME) return TYPENAME;
  const alias = field.alias?.value ?? name;
  return alias !== name || (field.arguments?.length ?? 0) > 0 ? aliasPrefix + alias : name;
}
