import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { WorldError } from './world-error.ts';

/** Says who may see what, as plainly as the directives at the types and fields of a supergraph do. */
export class Access {
  readonly #rules = new Map<string, readonly ConstDirectiveNode[]>();

  constructor(
    supergraphSdl: string,
    readonly schema: GraphQLSchema,
  ) {
    for (const node of parse(supergraphSdl).definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
      this.#rules.set(node.name.value, node.directives ?? []);
      for (const field of node.fields ?? []) this.#rules.set(`${node.name.value}.${field.name.value}`, field.directives ?? []);
    }
  }

  /** Throws where a field may not be seen of an object, or not where one of the selections asks for it. */
  assertField(grants: readonly string[], type: string, nodes: readonly { node: FieldNode; parent: string }[]): void {
    const places = [...nodes, { node: nodes[0]!.node, parent: type }];
    const isSeen = places.every(({ node, parent }) => {
      const on = this.schema.getType(parent);
      const field = isObjectType(on) || isInterfaceType(on) ? on.getFields()[node.name.value] : undefined;
      return [parent, `${parent}.${node.name.value}`, field ? getNamedType(field.type).name : ''].every((each) =>
        this.#allows(grants, each),
      );
    });
    if (!isSeen) throw denied(grants);
  }

  /** Throws where it may not be seen that there is an object of the type. */
  assertType(grants: readonly string[], type: string): void {
    if (!this.#allows(grants, type)) throw denied(grants);
  }

  /** On which type each field of an operation is selected. */
  parents(document: DocumentNode): ReadonlyMap<FieldNode, string> {
    const found = new Map<FieldNode, string>();
    const types = new TypeInfo(this.schema);
    visit(document, visitWithTypeInfo(types, { Field: (node) => void found.set(node, types.getParentType()!.name) }));
    return found;
  }

  #allows(grants: readonly string[], coordinate: string): boolean {
    return (this.#rules.get(coordinate) ?? []).every((directive) => {
      const { value: name } = directive.name;
      if (name === 'authenticated') return grants.includes('account');
      if (name !== 'requiresScopes' && name !== 'policy') return true;
      const lists = valueFromASTUntyped(directive.arguments![0]!.value as ConstValueNode) as string[][];
      return lists.some((all) => all.every((each) => grants.includes(each)));
    });
  }
}

const denied = (grants: readonly string[]): WorldError =>
  new WorldError(grants.includes('account') ? 'Your account may not do that' : 'Log in first');
