import { expect, test } from '@jest/globals';
import { buildSchema, GraphQLError, type OperationDefinitionNode, parse } from 'graphql';
import { coerceVariables } from './coerce-variables.ts';

const schema = buildSchema(`
  enum Kind { BUYER SELLER }
  input Name { first: String!, last: String }
  input Register { password: String!, name: Name, kind: Kind = BUYER, ages: [Int!] }
  type Query { find(input: Register!, page: Int = 1): String }
`);
const operation = parse('query ($input: Register!, $page: Int = 1) { find(input: $input, page: $page) }')
  .definitions[0] as OperationDefinitionNode;

const coerce = (inputs: Record<string, unknown>) => coerceVariables(schema, { operation }, inputs);
const problems = (inputs: Record<string, unknown>): string[] =>
  (coerce(inputs) as readonly GraphQLError[]).map(({ message, extensions }) => `${extensions['code']}: ${message}`);

test('variables take the types that the operation declares, with defaults', () => {
  expect(coerce({ input: { password: 'secret' } })).toEqual({ input: { password: 'secret', kind: 'BUYER' }, page: 1 });
});

test.each([
  [{}, 'Variable "$input" of required type "Register!" was not provided.'],
  [{ input: null }, 'Variable "$input" got an invalid value: Expected non-nullable type "Register!" not to be null.'],
  [{ input: 'secret' }, 'Variable "$input" got an invalid value: Expected type "Register" to be an object.'],
  [{ input: { password: ['secret'] } }, 'Variable "$input" got an invalid value at "input.password": Expected type "String".'],
  [{ input: { password: 's', kind: 'secret' } }, 'Variable "$input" got an invalid value at "input.kind": Expected one of BUYER, SELLER.'],
  [{ input: { password: 's', ages: [1, 'secret'] } }, 'Variable "$input" got an invalid value at "input.ages.1": Expected type "Int".'],
  [
    { input: { password: 'secret', name: { last: 'secret' } } },
    'Variable "$input" got an invalid value at "input.name": Field "first" of required type "String!" was not provided.',
  ],
  [
    { input: { password: 'secret', pasword: 'secret' } },
    'Variable "$input" got an invalid value: Field "pasword" is not defined by type "Register". Did you mean "password"?',
  ],
  [{ input: { password: 's' }, page: 2 ** 31 }, 'Variable "$page" got an invalid value: Expected type "Int".'],
])('what is wrong is said without what was sent: %j', (inputs, message) => {
  expect(problems(inputs)).toEqual([`BAD_USER_INPUT: ${message}`]);
});

test('of many errors some are told', () => {
  expect(problems({ input: { password: 's', ages: new Array(100).fill('x') } })).toHaveLength(20);
});
