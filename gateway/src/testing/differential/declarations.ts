import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

/** One subgraph's declaration of a field. */
export interface Declaration {
  readonly subgraph: string;
  readonly node: FieldDefinitionNode;
  /** The field is this subgraph's to resolve: neither external nor overridden for good. */
  readonly isOwned: boolean;
  readonly requires: SelectionSetNode | undefined;
  /** Arguments that are given from an ancestor of one of these types. */
  readonly given: readonly { readonly argument: string; readonly from: readonly string[]; readonly selectionSet: SelectionSetNode }[];
}

type TypeNodeOfObjects = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** What the subgraphs of a graph say of types, keys and fields, looked up by name. */
export class Declarations {
  readonly #types = new Map<string, Map<string, TypeNodeOfObjects>>();
  /** Members of interfaces and unions, by subgraph. */
  readonly #members = new Map<string, Map<string, Set<string>>>();
  /** Names of fields that some `@requires` or `@provides` names, at any depth. */
  readonly required = new Set<string>();
  readonly provided = new Set<string>();
  /** Types of objects that keys and `@requires` reach into: what becomes null there takes more with it than a client sees. */
  readonly requiredTypes = new Set<string>();
  /** Interfaces that some subgraph knows as an object, with all their objects in order. */
  readonly interfaceObjects = new Map<string, readonly string[]>();

  constructor(sdls: Readonly<Record<string, string>>) {
    for (const [subgraph, sdl] of Object.entries(sdls)) this.#read(subgraph, sdl);
    for (const types of this.#types.values()) {
      for (const [name, type] of types) {
        if (directive(type, 'interfaceObject')) this.interfaceObjects.set(name, this.#allMembers(name));
      }
    }
  }

  get subgraphs(): readonly string[] {
    return [...this.#types.keys()];
  }

  type(subgraph: string, name: string): TypeNodeOfObjects | undefined {
    return this.#types.get(subgraph)?.get(name);
  }

  /** The keys by which a subgraph finds objects of a type. */
  keys(subgraph: string, type: string): readonly SelectionSetNode[] {
    const found = this.type(subgraph, type)?.directives ?? [];
    return found.flatMap((node) => (node.name.value === 'key' ? [fieldSet(text(node, 'fields')!)] : []));
  }

  /** Whether the field belongs to a key of its type anywhere, or to the inside of a key. */
  isKeyField(type: string, field: string): boolean {
    return this.#keyFields().has(`${type}.${field}`);
  }

  /** All declarations of a field, those in subgraphs that know the type by an interface's name only included. */
  of(type: string, field: string): readonly Declaration[] {
    const names = [type, ...this.familiesOf(type)];
    const found = this.subgraphs.flatMap((subgraph) =>
      names.flatMap((name) => {
        const node = this.type(subgraph, name);
        const isOther = name !== type && !(node && directive(node, 'interfaceObject'));
        const fieldNode = isOther ? undefined : node?.fields?.find((each) => each.name.value === field);
        return fieldNode ? [{ subgraph, node: fieldNode }] : [];
      }),
    );
    const overridden = new Set(
      found.flatMap(({ node }) => {
        const override = directive(node, 'override');
        return override && !text(override, 'label') ? [text(override, 'from')] : [];
      }),
    );
    return found.map(({ subgraph, node }) => {
      const requires = directive(node, 'requires');
      return {
        subgraph,
        node,
        isOwned: !directive(node, 'external') && !overridden.has(subgraph),
        requires: requires && fieldSet(text(requires, 'fields')!),
        given: this.#given(subgraph, node),
      };
    });
  }

  /** The interfaces known as objects somewhere that `type` belongs to. */
  familiesOf(type: string): readonly string[] {
    return [...this.interfaceObjects].filter(([, members]) => members.includes(type)).map(([name]) => name);
  }

  /** What can stand behind an interface or union in one subgraph. */
  members(subgraph: string, abstract: string): readonly string[] {
    if (this.interfaceObjects.has(abstract) && this.type(subgraph, abstract)?.kind === Kind.OBJECT_TYPE_DEFINITION)
      return this.interfaceObjects.get(abstract)!;
    return [...(this.#members.get(subgraph)?.get(abstract) ?? [])];
  }

  /** Whether a field of a subgraph leads to objects of a type. */
  tellsOf(subgraph: string, type: string): boolean {
    const leadsThere = ({ type: returned }: FieldDefinitionNode): boolean =>
      namedType(returned) === type || this.members(subgraph, namedType(returned)).includes(type);
    return [...this.#types.get(subgraph)!.values()].some(({ fields }) => fields?.some(leadsThere));
  }

  /** Whether every declaration of a field allows null, `depth` lists deep. */
  mayBeNull(type: string, field: string, depth: number): boolean {
    return this.of(type, field).every(({ node }) => {
      let at: TypeNode = node.type;
      for (let left = depth; left > 0; left--) {
        if (at.kind === Kind.NON_NULL_TYPE) at = at.type;
        if (at.kind === Kind.LIST_TYPE) at = at.type;
      }
      return at.kind !== Kind.NON_NULL_TYPE;
    });
  }

  #given(subgraph: string, { arguments: args = [] }: FieldDefinitionNode): Declaration['given'] {
    return args.flatMap((node) => {
      const [, context, fields] = fromContext(node) ?? [];
      if (context === undefined) return [];
      const holders = [...this.#types.get(subgraph)!.values()].filter((type) =>
        type.directives?.some((each) => each.name.value === 'context' && text(each, 'name') === context),
      );
      return [{ argument: node.name.value, from: holders.map(({ name }) => name.value), selectionSet: fieldSet(fields!) }];
    });
  }

  #allMembers(abstract: string): readonly string[] {
    const all = this.subgraphs.flatMap((subgraph) => [...(this.#members.get(subgraph)?.get(abstract) ?? [])]);
    return [...new Set(all)].sort();
  }

  #read(subgraph: string, sdl: string): void {
    const types = new Map<string, TypeNodeOfObjects>();
    const members = new Map<string, Set<string>>();
    const add = (abstract: string, member: string): void => {
      if (!members.has(abstract)) members.set(abstract, new Set());
      members.get(abstract)!.add(member);
    };
    for (const node of parse(sdl, { noLocation: true }).definitions) {
      if (node.kind === Kind.UNION_TYPE_DEFINITION) for (const member of node.types ?? []) add(node.name.value, member.name.value);
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
      types.set(node.name.value, node);
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION) for (const each of node.interfaces ?? []) add(each.name.value, node.name.value);
      for (const field of node.fields ?? []) {
        const requires = directive(field, 'requires');
        const provides = directive(field, 'provides');
        for (const argument of field.arguments ?? []) {
          const [, , fields] = fromContext(argument) ?? [];
          if (fields !== undefined) collectNames(fieldSet(fields), this.required);
        }
        if (requires) collectNames(fieldSet(text(requires, 'fields')!), this.required);
        if (provides) collectNames(fieldSet(text(provides, 'fields')!), this.provided);
      }
    }
    this.#types.set(subgraph, types);
    this.#members.set(subgraph, members);
  }

  #knownKeyFields: Set<string> | undefined;

  #keyFields(): ReadonlySet<string> {
    if (this.#knownKeyFields) return this.#knownKeyFields;
    const found = (this.#knownKeyFields = new Set<string>());
    const collect = (subgraph: string, type: string, selectionSet: SelectionSetNode): void => {
      for (const selection of selectionSet.selections) {
        if (selection.kind !== Kind.FIELD) continue;
        const name = selection.name.value;
        for (const each of [type, ...(this.interfaceObjects.get(type) ?? [])]) found.add(`${each}.${name}`);
        const field = this.type(subgraph, type)?.fields?.find((each) => each.name.value === name);
        if (field && selection.selectionSet) collect(subgraph, namedType(field.type), selection.selectionSet);
      }
    };
    for (const [subgraph, types] of this.#types) {
      for (const type of types.keys()) for (const key of this.keys(subgraph, type)) collect(subgraph, type, key);
    }
    return found;
  }
}

export function directive(node: { readonly directives?: readonly ConstDirectiveNode[] }, name: string): ConstDirectiveNode | undefined {
  return node.directives?.find((each) => each.name.value === name);
}

export function text(node: { readonly arguments?: readonly ArgumentNode[] }, name: string): string | undefined {
  const value = node.arguments?.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** The name of the context and what is selected in it. */
function fromContext(node: { readonly directives?: readonly ConstDirectiveNode[] }): RegExpExecArray | undefined {
  const given = directive(node, 'fromContext');
  return (given && /^\$(\w+)\s*\{(.*)\}$/.exec(text(given, 'field')!)) ?? undefined;
}

export function fieldSet(fields: string): SelectionSetNode {
  const [operation] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no field set: ${fields}`);
  return operation.selectionSet;
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function collectNames(selectionSet: SelectionSetNode, into: Set<string>): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) into.add(selection.name.value);
    if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) collectNames(selection.selectionSet, into);
  }
}
