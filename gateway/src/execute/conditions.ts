import { Kind, type DirectiveNode } from 'graphql';

/** All of these Boolean variables must be as said. */
export type Conjunction = readonly { readonly variable: string; readonly expected: boolean }[];

/** Any of the conjunctions; `true` when nothing needs to be asked. */
export type Condition = true | readonly Conjunction[];

export type Variables = Readonly<Record<string, unknown>>;

/** What `@skip` and `@include` ask for, besides what encloses them; undefined when they can never agree. */
export function conditionOf(directives: readonly DirectiveNode[] | undefined, enclosing: Conjunction): Conjunction | undefined {
  let conjunction = enclosing;
  for (const directive of directives ?? []) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const expected = name === 'include';
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    if (value?.kind === Kind.BOOLEAN) {
      if (value.value !== expected) return undefined;
    } else if (value?.kind === Kind.VARIABLE) {
      conjunction = [...conjunction, { variable: value.name.value, expected }];
    }
  }
  return conjunction;
}

/** The condition that holds when `condition` or `other` does. */
export function either(condition: Condition, other: Conjunction): Condition {
  return condition === true || other.length === 0 ? true : [...condition, other];
}

export function holds(condition: Condition, variables: Variables): boolean {
  if (condition === true) return true;
  return condition.some((conjunction) => conjunction.every(({ variable, expected }) => (variables[variable] === true) === expected));
}
