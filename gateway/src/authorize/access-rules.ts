import type { Supergraph } from '@apollo/federation-internals';
import {
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { readDeclaredRules } from './declared-rules.ts';
import { type FieldInputs, readFieldInputs } from './field-inputs.ts';
import type { Requirement } from './requirement.ts';

/** What a viewer must fulfil to see the types and fields of a supergraph. */
export class AccessRules {
  readonly #ofFields = new Map<string, ReadonlySet<Requirement>>();

  constructor(
    readonly declared: ReadonlyMap<string, readonly Requirement[]>,
    readonly inputs: FieldInputs,
    /** Subgraph-only types included. */
    readonly schema: GraphQLSchema,
  ) {}

  /** What to fulfil to see that there is an object of the type, or a value of it. */
  ofType(type: string): readonly Requirement[] {
    return this.declared.get(type) ?? [];
  }

  /**
   * What to fulfil to see a field of an object, or to ask it of an interface: what is written at the field, at its type
   * and at the object's, and the same for everything that it is computed from.
   */
  ofField(type: string, field: string): ReadonlySet<Requirement> {
    const coordinate = `${type}.${field}`;
    let found = this.#ofFields.get(coordinate);
    if (!found) {
      const gathered = new Set<Requirement>();
      this.#gather(type, field, gathered, new Set());
      this.#ofFields.set(coordinate, (found = gathered));
    }
    return found;
  }

  /** The objects that may stand behind an interface or union; of an object itself. */
  objectsOf(type: string): readonly string[] {
    const known = this.schema.getType(type);
    return isAbstractType(known) ? this.schema.getPossibleTypes(known).map(({ name }) => name) : [type];
  }

  #gather(type: string, field: string, into: Set<Requirement>, seen: Set<string>): void {
    const coordinate = `${type}.${field}`;
    if (seen.has(coordinate)) return;
    seen.add(coordinate);
    const returned = this.#returned(type, field);
    // Of an interface known as an object it is the field that counts: the interface itself asks for what any of its objects asks for.
    const families = this.inputs.familiesOf(coordinate);
    const coordinates = [coordinate, ...families.map((family) => `${family}.${field}`)];
    for (const each of [type, returned ?? '', ...coordinates]) for (const requirement of this.ofType(each)) into.add(requirement);
    for (const input of coordinates.flatMap((each) => this.inputs.of(each)))
      this.#gatherSelection(families.includes(input.type) ? type : input.type, input.selectionSet, into, seen);
  }

  #gatherSelection(type: string, selectionSet: SelectionSetNode, into: Set<Requirement>, seen: Set<string>): void {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#gatherSelection(selection.typeCondition?.name.value ?? type, selection.selectionSet, into, seen);
        continue;
      }
      const field = selection.name.value;
      // Which objects it will be is not known, so it may be any.
      for (const each of new Set([type, ...this.objectsOf(type)])) this.#gather(each, field, into, seen);
      const returned = this.#returned(type, field);
      if (selection.selectionSet && returned) this.#gatherSelection(returned, selection.selectionSet, into, seen);
    }
  }

  /** The named type of a field; undefined for `__typename`. */
  #returned(type: string, field: string): string | undefined {
    const parent = this.schema.getType(type);
    const known = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field] : undefined;
    return known && getNamedType(known.type).name;
  }
}

/** Undefined for a supergraph in which everybody may see everything. */
export function readAccessRules(supergraph: Supergraph, supergraphSdl: string, schema: GraphQLSchema): AccessRules | undefined {
  const document = parse(supergraphSdl, { noLocation: true });
  const declared = readDeclaredRules(supergraph, document);
  return declared.size > 0 ? new AccessRules(declared, readFieldInputs(document), schema) : undefined;
}
