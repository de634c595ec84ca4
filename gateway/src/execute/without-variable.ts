import { type ASTNode, type DocumentNode, type FieldNode, Kind, parse, print, visit } from 'graphql';
import type { FetchStep } from './compile-plan.ts';
import { lazyFetchShape } from './fetch-shape.ts';
import { requestHead } from './request-text.ts';
import { nextStepId } from './step-id.ts';

/** What a fetch is without the fields that are given a variable, and with these alone. */
export interface WithoutVariable {
  readonly rest: FetchStep;
  readonly only: FetchStep;
}

/** When a value cannot be had, that is so most likely again and again until it is mended. */
const known = new WeakMap<FetchStep, Map<string, WithoutVariable>>();

export function withoutVariable(step: FetchStep, variable: string): WithoutVariable {
  let ofStep = known.get(step);
  if (!ofStep) known.set(step, (ofStep = new Map()));
  let found = ofStep.get(variable);
  if (!found) ofStep.set(variable, (found = build(step, variable)));
  return found;
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function build(step: FetchStep, variable: string): WithoutVariable {
  const document = parse(step.query, { noLocation: true });
  const isGiven = ({ arguments: given }: FieldNode): boolean =>
    given?.some(({ value }) => value.kind === Kind.VARIABLE && value.name.value === variable) ?? false;
  const rest = visit(document, {
    Field: (node) => (isGiven(node) ? null : undefined),
    // What holds the field is still asked for.
    SelectionSet: { leave: (node) => (node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME] }) },
  });
  const leadsToGiven = (node: ASTNode): boolean => {
    let leads = false;
    visit(node, { Field: (field) => void (leads ||= isGiven(field)) });
    return leads;
  };
  const onlyLeading = (node: ASTNode): null | undefined => (leadsToGiven(node) ? undefined : null);
  return { rest: asking(step, rest), only: asking(step, visit(document, { Field: onlyLeading, InlineFragment: onlyLeading })) };
}

/** The step with another operation. */
function asking(step: FetchStep, document: DocumentNode): FetchStep {
  const used = new Set<string>();
  visit(document, { VariableDefinition: () => false, Variable: ({ name }) => void used.add(name.value) });
  const query = print(visit(document, { VariableDefinition: (node) => (used.has(node.variable.name.value) ? undefined : null) }));
  return {
    ...step,
    id: nextStepId(),
    query,
    head: requestHead(query, step.operationName),
    variableNames: step.variableNames.filter((name) => used.has(name)),
    context: step.context?.among(used),
    shape: lazyFetchShape(query),
  };
}
