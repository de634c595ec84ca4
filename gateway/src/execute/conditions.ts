import { type DirectiveNode, type DocumentNode, Kind, type ValueNode, visit } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

export const CONDITION_DIRECTIVES: ReadonlySet<string> = new Set(['skip', 'include']);

const conditionValue = (directive: DirectiveNode): ValueNode | undefined =>
  directive.arguments?.find((argument) => argument.name.value === 'if')?.value;

/** The variables that `@skip` and `@include` of a document ask, each once. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      const value = conditionValue(directive);
      if (CONDITION_DIRECTIVES.has(directive.name.value) && value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/** Whether a selection with these directives is part of the operation. */
export function isIncluded(directives: readonly DirectiveNode[] | undefined, variables: Variables): boolean {
  return (directives ?? []).every((directive) => {
    if (!CONDITION_DIRECTIVES.has(directive.name.value)) return true;
    const value = conditionValue(directive);
    const isTrue = value?.kind === Kind.VARIABLE ? variables[value.name.value] === true : value?.kind === Kind.BOOLEAN && value.value;
    return isTrue === (directive.name.value === 'include');
  });
}
