import { type ASTNode, type FieldNode, Kind, parse, print, visit } from 'graphql';
import { type FetchStep, nextStepId } from './compile-plan.ts';
import { type FetchShape, lazyFetchShape } from './fetch-shape.ts';
import { requestHead } from './request-text.ts';

/** What a fetch is without the fields that are given a variable, and what these fields are. */
export interface WithoutVariable {
  readonly rest: FetchStep;
  readonly lost: FetchShape;
}

/** Made when a value cannot be had, and then most likely again and again until that is mended. */
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
  const query = print(
    visit(document, {
      VariableDefinition: (node) => (node.variable.name.value === variable ? null : undefined),
      Field: (node) => (isGiven(node) ? null : undefined),
      // What holds the field is still asked for.
      SelectionSet: { leave: (node) => (node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME] }) },
    }),
  );
  const leadsToGiven = (node: ASTNode): boolean => {
    let leads = false;
    visit(node, { Field: (field) => void (leads ||= isGiven(field)) });
    return leads;
  };
  const onlyLeading = (node: ASTNode): null | undefined => (leadsToGiven(node) ? undefined : null);
  const lost = print(visit(document, { Field: onlyLeading, InlineFragment: onlyLeading }));
  const rest = { ...step, id: nextStepId(), query, head: requestHead(query, step.operationName), shape: lazyFetchShape(query) };
  return { rest, lost: lazyFetchShape(lost)() };
}
