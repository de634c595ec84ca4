import { type ArgumentNode, type ConstDirectiveNode, type FieldNode, Kind, parse, type SelectionSetNode, visit } from 'graphql';

/** The selection that a field set of `@key`, `@requires` or `@provides` writes down. */
export function parseFieldSet(fields: string): SelectionSetNode {
  const [operation] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no field set: ${fields}`);
  return operation.selectionSet;
}

/** The field set that a directive names in its argument `fields`. */
export function fieldsArgument(directive: { readonly arguments?: readonly ArgumentNode[] }): SelectionSetNode | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === 'fields')?.value;
  return value?.kind === Kind.STRING ? parseFieldSet(value.value) : undefined;
}

/** What `@fromContext` selects of the object that has the context. */
export function contextSelection(directive: { readonly arguments?: readonly ArgumentNode[] }): SelectionSetNode | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === 'field')?.value;
  const selection = value?.kind === Kind.STRING ? value.value.replace(/^\s*\$\w+\s*/, '') : '';
  // Either `{ field }`, or a fragment for each type that has the context.
  return selection === '' ? undefined : parseFieldSet(selection.startsWith('{') ? `... ${selection}` : selection);
}

export function findDirective(node: { readonly directives?: readonly ConstDirectiveNode[] }, name: string): ConstDirectiveNode | undefined {
  return node.directives?.find((directive) => directive.name.value === name);
}

/** Every field of a selection, however deep. */
export function fieldsWithin(selectionSet: SelectionSetNode): readonly FieldNode[] {
  const found: FieldNode[] = [];
  visit(selectionSet, { Field: (node) => void found.push(node) });
  return found;
}
