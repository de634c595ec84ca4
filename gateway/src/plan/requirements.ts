import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { fieldsArgument, findDirective } from './field-set.ts';
import { isComposite } from './named-inputs.ts';
import type { TypeIndex } from './type-index.ts';

/** Which fields each subgraph computes from inputs that other subgraphs give, by `@requires`. */
export class Requirements {
  /** By subgraph, then type, then input: the fields that need it. */
  readonly #dependents = new Map<string, Map<string, Map<string, Set<string>>>>();
  readonly #types: TypeIndex;

  constructor(subgraphs: Iterable<{ readonly service: string; readonly document: DocumentNode }>, types: TypeIndex) {
    this.#types = types;
    for (const { service, document } of subgraphs) {
      for (const type of document.definitions.filter(isComposite)) {
        for (const field of type.fields ?? []) {
          const requires = findDirective(field, 'requires');
          const inputs = requires && fieldsArgument(requires);
          if (inputs) this.#add(service, type.name.value, field.name.value, inputs);
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

  #add(service: string, type: string, field: string, requires: SelectionSetNode): void {
    const types = getOrAdd(this.#dependents, service, () => new Map<string, Map<string, Set<string>>>());
    const inputs = getOrAdd(types, type, () => new Map<string, Set<string>>());
    for (const input of outermostFields(requires)) getOrAdd(inputs, input, () => new Set<string>()).add(field);
  }
}

function outermostFields(selectionSet: SelectionSetNode): string[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    return selection.kind === Kind.INLINE_FRAGMENT ? outermostFields(selection.selectionSet) : [];
  });
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
