import { type DirectiveNode, Kind, parse, type SelectionSetNode, visit } from 'graphql';
import type { TypeIndex } from './type-index.ts';

/** Which fields each subgraph computes from inputs that other subgraphs give, by `@requires`. */
export class Requirements {
  /** By subgraph, then type, then input: the fields that need it. */
  readonly #dependents = new Map<string, Map<string, Map<string, Set<string>>>>();
  readonly #types: TypeIndex;

  constructor(supergraphSdl: string, types: TypeIndex) {
    this.#types = types;
    const document = parse(supergraphSdl, { noLocation: true });
    const names = new Map<string, string>();
    visit(document, {
      EnumValueDefinition: ({ name, directives }) => {
        const graph = directives?.find((directive) => directive.name.value === 'join__graph');
        if (graph) names.set(name.value, argument(graph, 'name') ?? name.value);
      },
    });
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
      for (const field of definition.fields ?? []) {
        for (const directive of field.directives ?? []) {
          const requires = directive.name.value === 'join__field' ? argument(directive, 'requires') : undefined;
          const graph = requires && argument(directive, 'graph');
          if (graph) this.#add(names.get(graph) ?? graph, definition.name.value, field.name.value, requires);
        }
      }
    }
  }

  /** The fields of `typename` that the subgraph cannot compute without `input`; none when it is a key. */
  dependents(service: string, typename: string, input: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const [type, inputs] of this.#dependents.get(service) ?? []) {
      // Fields of an interface may be computed in a subgraph that knows its objects by no other name.
      if (this.#types.matches(type, typename)) for (const field of inputs.get(input) ?? []) found.add(field);
    }
    return found;
  }

  #add(service: string, type: string, field: string, requires: string): void {
    const types = getOrAdd(this.#dependents, service, () => new Map<string, Map<string, Set<string>>>());
    const inputs = getOrAdd(types, type, () => new Map<string, Set<string>>());
    for (const input of outermostFields(requires)) getOrAdd(inputs, input, () => new Set<string>()).add(field);
  }
}

function argument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

function outermostFields(fieldSet: string): string[] {
  const [operation] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  const collect = (selectionSet: SelectionSetNode): string[] =>
    selectionSet.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      return selection.kind === Kind.INLINE_FRAGMENT ? collect(selection.selectionSet) : [];
    });
  return operation?.kind === Kind.OPERATION_DEFINITION ? collect(operation.selectionSet) : [];
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
