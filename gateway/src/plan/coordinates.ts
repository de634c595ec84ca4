import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';

/** A place in a schema, `Product`, `Query.products` or `Query.products(first:)`, and the directives there. */
export interface Coordinated {
  readonly coordinate: string;
  readonly directives?: readonly ConstDirectiveNode[];
}

/** All places of a schema's document at which directives may stand. */
export function* coordinated(document: DocumentNode): Generator<Coordinated> {
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name || definition.kind === Kind.DIRECTIVE_DEFINITION) continue;
    const type = definition.name.value;
    if ('directives' in definition) yield { coordinate: type, directives: definition.directives as readonly ConstDirectiveNode[] };
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      const coordinate = `${type}.${field.name.value}`;
      yield { coordinate, directives: field.directives };
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      for (const { name, directives } of field.arguments ?? []) yield { coordinate: `${coordinate}(${name.value}:)`, directives };
    }
  }
}
