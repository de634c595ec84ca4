import { createHash } from 'node:crypto';
import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fieldsArgument, findDirective } from './field-set.ts';

/** What one of our names for an input stands for. */
export interface NamedInput {
  readonly field: string;
  readonly arguments: FieldNode['arguments'];
}

/** Schemas in which no `@requires` has arguments: fields with them have names instead. */
export interface NamedInputs {
  readonly subgraphs: ReadonlyMap<string, DocumentNode>;
  readonly supergraph: DocumentNode;
  readonly names: ReadonlyMap<string, NamedInput>;
}

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export const isComposite = (node: DefinitionNode): node is Composite =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;

/**
 * Gives every field that some `@requires` asks for with arguments a name of its own for these arguments.
 *
 * The planner tells inputs apart by their fields' names alone: asked for one field with two sets of arguments, it sends
 * the value of one of them for both. Under names of their own they are two fields to it, wherever the field is known.
 */
export function nameInputs(subgraphs: ReadonlyMap<string, DocumentNode>, supergraph: DocumentNode): NamedInputs {
  const naming = new Naming([...subgraphs.values(), supergraph]);
  const renamed = new Map([...subgraphs].map(([name, document]) => [name, naming.rename(document)]));
  // Inputs of a field that is itself an input are named by now, since all were renamed before any is added.
  return {
    subgraphs: new Map([...renamed].map(([name, document]) => [name, naming.add(document)])),
    supergraph: naming.add(supergraph),
    names: naming.names,
  };
}

class Naming {
  readonly names = new Map<string, NamedInput>();
  /** The fields to add, by type and then by the field that they stand for. */
  readonly #wanted = new Map<string, Map<string, Set<string>>>();

  constructor(readonly documents: readonly DocumentNode[]) {}

  rename(document: DocumentNode): DocumentNode {
    return visit(document, {
      ObjectTypeDefinition: (type) => ({
        ...type,
        fields: type.fields?.map((field) => {
          const requires = findDirective(field, 'requires');
          const wanted = requires && fieldsArgument(requires);
          if (!requires || !wanted) return field;
          const text = print(this.#named(wanted, type.name.value)).replace(/^\{|\}$/g, '');
          const given = {
            kind: Kind.ARGUMENT,
            name: { kind: Kind.NAME, value: 'fields' },
            value: { kind: Kind.STRING, value: text },
          } as const;
          return {
            ...field,
            directives: field.directives?.map((each) => (each === requires ? { ...requires, arguments: [given] } : each)),
          };
        }),
      }),
    });
  }

  add(document: DocumentNode): DocumentNode {
    return {
      ...document,
      definitions: document.definitions.map((type) => {
        const wanted = isComposite(type) ? this.#wanted.get(type.name.value) : undefined;
        if (!wanted || !isComposite(type)) return type;
        const added = (type.fields ?? []).flatMap((field) =>
          [...(wanted.get(field.name.value) ?? [])].map(
            (name): FieldDefinitionNode => ({ ...field, name: { kind: Kind.NAME, value: name }, arguments: [], description: undefined }),
          ),
        );
        return { ...type, fields: [...(type.fields ?? []), ...added] };
      }),
    };
  }

  #named(selectionSet: SelectionSetNode, type: string): SelectionSetNode {
    return {
      ...selectionSet,
      selections: selectionSet.selections.map((selection) => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          const inner = this.#named(selection.selectionSet, selection.typeCondition?.name.value ?? type);
          return { ...selection, selectionSet: inner };
        }
        const inner = selection.selectionSet && this.#named(selection.selectionSet, this.#typeOf(type, selection.name.value));
        if (!selection.arguments?.length) return { ...selection, selectionSet: inner };
        return { ...selection, arguments: [], name: { kind: Kind.NAME, value: this.#nameFor(selection, type) }, selectionSet: inner };
      }),
    };
  }

  #nameFor({ name: { value: field }, arguments: given = [] }: FieldNode, type: string): string {
    const meaning = [...given].map(print).sort().join();
    const name = `${field}__with_${createHash('sha256').update(meaning).digest('hex').slice(0, 8)}`;
    this.names.set(name, { field, arguments: given });
    for (const each of this.#kin(type, field)) {
      let fields = this.#wanted.get(each);
      if (!fields) this.#wanted.set(each, (fields = new Map()));
      fields.set(field, (fields.get(field) ?? new Set()).add(name));
    }
    return name;
  }

  /** The type, the interfaces from which it has the field, and all that have the field from those. */
  #kin(type: string, field: string): ReadonlySet<string> {
    const all = this.documents.flatMap(({ definitions }) => definitions.filter(isComposite));
    const interfaces = all
      .filter(({ name, fields }) => name.value === type || fields?.some((each) => each.name.value === field))
      .flatMap((node) => (node.name.value === type ? [type, ...(node.interfaces ?? []).map(({ name }) => name.value)] : []));
    const kin = new Set(interfaces);
    for (const node of all) if (node.interfaces?.some(({ name }) => kin.has(name.value))) kin.add(node.name.value);
    return kin;
  }

  #typeOf(type: string, field: string): string {
    for (const { definitions } of this.documents) {
      for (const node of definitions) {
        if (!isComposite(node) || node.name.value !== type) continue;
        const found = node.fields?.find(({ name }) => name.value === field);
        if (!found) continue;
        let named = found.type;
        while (named.kind !== Kind.NAMED_TYPE) named = named.type;
        return named.name.value;
      }
    }
    throw new Error(`@requires asks for ${type}.${field}, which no subgraph has`);
  }
}
