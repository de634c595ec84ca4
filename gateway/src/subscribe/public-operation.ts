import { type DocumentNode, isObjectType, type OperationDefinitionNode, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { CacheHints } from '../cache/cache-hints.ts';
import type { LoadedSupergraph } from '../plan/supergraph.ts';

/**
 * Whether everybody who asks this is answered the same, as far as the supergraph says so: each field of it has a hint of
 * `@cacheControl` that is not private, be it one to keep nothing, or stands in an object without a key whose field has one.
 */
export function isPublicOperation(
  { document, operation }: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode },
  { apiSchema, hints }: Pick<LoadedSupergraph, 'apiSchema' | 'hints'>,
): boolean {
  if (!hints) return false;
  const types = new TypeInfo(apiSchema);
  let isPublic = true;
  const own = { ...document, definitions: document.definitions.filter((node) => node === operation || node.kind === 'FragmentDefinition') };
  visit(
    own,
    visitWithTypeInfo(types, {
      Field: ({ name }) => {
        const parent = types.getParentType();
        if (name.value === '__typename') return;
        // What stands at an interface says nothing of the objects behind it.
        isPublic &&= isObjectType(parent) && isPublicField(hints, parent.name, name.value, parent === apiSchema.getSubscriptionType());
      },
    }),
  );
  return isPublic;
}

function isPublicField(hints: CacheHints, type: string, field: string, isAtRoot: boolean): boolean {
  return hints.isPublic(type, field, isAtRoot || hints.idFields.has(type));
}
