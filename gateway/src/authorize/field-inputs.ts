import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { parseFieldSet } from '../plan/field-set.ts';
import { isComposite } from '../plan/named-inputs.ts';

/** Values that a field is computed from, selected on a type. */
export interface FieldInput {
  readonly type: string;
  readonly selectionSet: SelectionSetNode;
}

/** What a supergraph says of how its fields are computed. */
export interface FieldInputs {
  /** What the field at `Type.field` is computed from, by `@requires` and `@fromContext` in any subgraph. */
  of(coordinate: string): readonly FieldInput[];
  /** The interfaces, known as objects in some subgraph, from which an object has the field. */
  familiesOf(coordinate: string): readonly string[];
}

/** Reads what composition wrote into a supergraph's join directives. */
export function readFieldInputs(document: DocumentNode): FieldInputs {
  const types = document.definitions.filter(isComposite);
  const inputs = new Map<string, FieldInput[]>();
  const families = new Map<string, string[]>();
  const contexts = Map.groupBy(
    types.flatMap((type) => applied(type, 'context').map((context) => ({ name: text(context, 'name'), type: type.name.value }))),
    ({ name }) => name,
  );
  for (const type of types) {
    const asObject = new Set(applied(type, 'join__type').flatMap((each) => (isTrue(each, 'isInterfaceObject') ? [graphOf(each)] : [])));
    for (const field of type.fields ?? []) {
      const joins = applied(field, 'join__field');
      const found = joins.flatMap((join): FieldInput[] => {
        const requires = text(join, 'requires');
        const required = requires === undefined ? [] : [{ type: type.name.value, selectionSet: parseFieldSet(requires) }];
        return [...required, ...contextual(join, (name) => (contexts.get(name) ?? []).map((context) => context.type))];
      });
      if (found.length > 0) inputs.set(`${type.name.value}.${field.name.value}`, found);
      if (!joins.some((join) => asObject.has(graphOf(join)))) continue;
      for (const member of types) {
        if (!member.interfaces?.some(({ name }) => name.value === type.name.value)) continue;
        const coordinate = `${member.name.value}.${field.name.value}`;
        families.set(coordinate, [...(families.get(coordinate) ?? []), type.name.value]);
      }
    }
  }
  return { of: (coordinate) => inputs.get(coordinate) ?? [], familiesOf: (coordinate) => families.get(coordinate) ?? [] };
}

/** What a field is given from its ancestors, on every type that may be one. */
function contextual(join: ConstDirectiveNode, typesOf: (context: string) => readonly string[]): FieldInput[] {
  const list = argument(join, 'contextArguments');
  return (list?.kind === Kind.LIST ? list.values : []).flatMap((value) => {
    if (value.kind !== Kind.OBJECT) return [];
    const entry = (name: string): string => {
      const found = value.fields.find((each) => each.name.value === name)?.value;
      return found?.kind === Kind.STRING ? found.value : '';
    };
    const selectionSet = parseFieldSet(
      entry('selection')
        .trim()
        .replace(/^\{|\}$/g, ''),
    );
    return typesOf(entry('context')).map((type) => ({ type, selectionSet }));
  });
}

const applied = (node: Pick<FieldDefinitionNode, 'directives'>, name: string): ConstDirectiveNode[] =>
  (node.directives ?? []).filter((each) => each.name.value === name);

const argument = (directive: ConstDirectiveNode, name: string): ConstValueNode | undefined =>
  directive.arguments?.find((each) => each.name.value === name)?.value;

function text(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argument(directive, name);
  return value?.kind === Kind.STRING ? value.value : undefined;
}

function graphOf(directive: ConstDirectiveNode): string | undefined {
  const value = argument(directive, 'graph');
  return value?.kind === Kind.ENUM ? value.value : undefined;
}

function isTrue(directive: ConstDirectiveNode, name: string): boolean {
  const value = argument(directive, name);
  return value?.kind === Kind.BOOLEAN && value.value;
}
