import { randomUUID } from 'node:crypto';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type Canary, PLANTED } from './canaries.ts';

/** Into which inputs each is planted, by their names: a card's number wherever people write what they like. */
const PLACES: readonly (readonly [RegExp, Canary])[] = [
  [/password|secret/i, 'password'],
  [/token|code$|verifier|assertion/i, 'token'],
  [/e?mail/i, 'email'],
  [/reason|note|text|body|message|comment|phone|line\d|city|recipient|instruction|answer|name$|title|description|search/i, 'card'],
];

/** Events say it, since everybody may know: how goods are called. */
const PUBLISHED = /^(create|update)Product\.name$/;

/** What is taken in some form alone. */
const PLAIN: Readonly<Record<string, string>> = {
  postalCode: '10555',
  locale: 'en',
  kind: 'ORDER_CONFIRMED',
  // Where a partner is told of things may hold a key of theirs. Nobody is there.
  url: `http://127.0.0.1:1099/hook?key=${PLANTED.token}`,
  eventTypes: 'payout.paid',
  sha256: `${'A'.repeat(43)}=`,
};
const SCALARS: Readonly<Record<string, string>> = { CurrencyCode: 'USD', CountryCode: 'GR' };

/** What an answer holds that is for whoever asked alone. */
const CONFIDENTIAL = /token|secret|^key$|recoveryCode/i;

export interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Says which thing an id should name. */
export type IdOf = (field: string, input: string) => string | undefined;

type Input = GraphQLArgument | GraphQLInputField;

/** The operation that asks for one root field, with canaries in all that it takes. What it need not be given and holds none is left out. */
export function operationFor(kind: 'query' | 'mutation', name: string, field: GraphQLField<unknown, unknown>, idOf: IdOf): Operation {
  const given = (inputs: readonly Input[]) =>
    Object.fromEntries(inputs.map((each) => [each.name, valueFor(each, each.type)]).filter(([, value]) => value !== undefined));
  const valueFor = (input: Input, type: GraphQLInputType): unknown => {
    if (isNonNullType(type)) return requiredFor(input, type.ofType);
    const value = requiredFor(input, type);
    return holdsCanary(value) ? value : undefined;
  };
  const requiredFor = (input: Input, type: GraphQLInputType): unknown => {
    if (isListType(type)) return [valueFor(input, type.ofType)];
    if (isInputObjectType(type)) return given(Object.values(type.getFields()));
    if (isEnumType(type)) return type.getValues()[0]!.name;
    const isPublic = input.name in PLAIN || PUBLISHED.test(`${name}.${input.name}`);
    const planted = isPublic ? undefined : PLACES.find(([names]) => names.test(input.name));
    if (type.name === 'String') return planted ? PLANTED[planted[1]] : (PLAIN[input.name] ?? `plain-${input.name}`);
    if (type.name === 'ID') return planted?.[1] === 'token' ? PLANTED.token : (idOf(name, input.name) ?? randomUUID());
    if (type.name === 'Boolean') return true;
    if (/Date|Time/.test(type.name)) return new Date(Date.now() + (input.name === 'to' ? 2 : 1) * 86_400_000).toISOString();
    return type.name in SCALARS ? SCALARS[type.name] : 1;
  };
  const list = (parts: readonly string[]): string => (parts.length > 0 ? `(${parts.join(', ')})` : '');
  const variables = given(field.args);
  const used = field.args.filter((argument) => argument.name in variables);
  return {
    query: `${kind} Plant_${name}${list(used.map((each) => `$${each.name}: ${String(each.type)}`))} {
      ${name}${list(used.map((each) => `${each.name}: $${each.name}`))}${selectionOf(field.type)} }`,
    variables,
  };
}

export const holdsCanary = (value: unknown): boolean => {
  const text = JSON.stringify(value);
  return Object.values(PLANTED).some((canary) => text.includes(canary));
};

function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  const fields = isObjectType(named) ? Object.values(named.getFields()) : [];
  const confidential = fields.filter((field) => CONFIDENTIAL.test(field.name) && isLeafType(getNamedType(field.type)));
  return ` { ${['__typename', ...confidential.map(({ name }) => name)].join(' ')} }`;
}

/** What an answer confides, by the names of its fields. */
export function confidencesIn(data: unknown): [string, string][] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => {
    const texts = [value].flat().filter((text) => typeof text === 'string');
    return CONFIDENTIAL.test(name) ? texts.map((text): [string, string] => [name, text]) : confidencesIn(value);
  });
}

/** The same with something that is no text in the place of each canary that is one, so that it is refused for its type. */
export function mistyped({ query, variables }: Operation): Operation {
  const wrapped = Object.values(PLANTED).reduce(
    (text, canary) => text.replaceAll(JSON.stringify(canary), JSON.stringify({ is: canary })),
    JSON.stringify(variables),
  );
  return { query, variables: JSON.parse(wrapped) };
}
