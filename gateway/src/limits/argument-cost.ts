import {
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import type { Variables } from '../execute/conditions.ts';
import { type Amount, sum } from './amount.ts';
import type { CostRules, ListSize } from './cost-rules.ts';

/** What the arguments of a field cost: what `@cost` says of them, and one for each input object. */
export function argumentsCost(rules: CostRules, coordinate: string, field: GraphQLField<unknown, unknown>, node: FieldNode): Amount {
  return sum(
    (node.arguments ?? []).map(({ name, value }): Amount => {
      const argument = field.args.find((each) => each.name === name.value);
      if (!argument) return 0;
      const weight = rules.weights.get(`${coordinate}(${name.value}:)`);
      return whenKnown(value, (known) => inputCost(rules, weight, argument.type, known));
    }),
  );
}

function inputCost(rules: CostRules, ownWeight: number | undefined, type: GraphQLInputType, value: unknown): number {
  if (value === null || value === undefined) return 0;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const items = Array.isArray(value) ? value : [value];
    return items.reduce<number>((total, item) => total + inputCost(rules, ownWeight, nullable.ofType, item), 0);
  }
  const named = getNamedType(type);
  const weight = ownWeight ?? rules.weights.get(named.name);
  if (!isInputObjectType(named)) return weight ?? 0;
  const fields = Object.entries(value as Record<string, unknown>).map(([name, inner]) => {
    const field = named.getFields()[name];
    return field ? inputCost(rules, rules.weights.get(`${named.name}.${name}`), field.type, inner) : 0;
  });
  return fields.reduce((total, each) => total + each, weight ?? 1);
}

/** The number of items that the slicing arguments ask for; the assumed one where none of them is given. */
export function slicedSize(size: ListSize, field: GraphQLField<unknown, unknown>, node: FieldNode, defaultSize: number): Amount {
  const given = (node.arguments ?? []).filter(({ name }) => size.slicingArguments.includes(name.value));
  const defaults = Object.fromEntries(field.args.map(({ name, defaultValue }) => [name, defaultValue]));
  const value: ValueNode = { kind: Kind.OBJECT, fields: given.map((each) => ({ ...each, kind: Kind.OBJECT_FIELD })) };
  return whenKnown(value, (known) => {
    // A variable that was not given leaves an argument at its default.
    const asked: Record<string, unknown> = {
      ...defaults,
      ...Object.fromEntries(Object.entries(known as object).filter(([, each]) => each !== undefined)),
    };
    const numbers = size.slicingArguments.map((name) => asked[name]);
    const sizes = numbers.filter((each): each is number => typeof each === 'number');
    return sizes.length > 0 ? Math.max(0, ...sizes) : (size.assumedSize ?? defaultSize);
  });
}

/** Looks at a value now, where no variable stands in it. */
function whenKnown(node: ValueNode, measure: (value: unknown) => number): Amount {
  let isKnown = true;
  visit(node, { Variable: () => void (isKnown = false) });
  if (isKnown) return measure(valueFromASTUntyped(node));
  return (variables: Variables) => measure(valueFromASTUntyped(node, variables));
}
