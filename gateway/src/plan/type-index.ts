import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';

/** Which types can stand where, subgraph-only types included. */
export interface TypeIndex {
  /** Whether an object that calls itself `typename` satisfies the condition `... on condition`. */
  matches(condition: string, typename: string): boolean;
  isObject(typename: string): boolean;
}

export function indexTypes(schema: GraphQLSchema): TypeIndex {
  const objects = new Set<string>();
  const satisfiedBy = new Map<string, Set<string>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) objects.add(type.name);
    if (!isAbstractType(type)) continue;
    const { objects: members, interfaces } =
      'getTypes' in type ? { objects: type.getTypes(), interfaces: [] } : schema.getImplementations(type);
    satisfiedBy.set(type.name, new Set([...members, ...interfaces].map((member) => member.name)));
  }
  return {
    matches: (condition, typename) => condition === typename || (satisfiedBy.get(condition)?.has(typename) ?? false),
    isObject: (typename) => objects.has(typename),
  };
}
