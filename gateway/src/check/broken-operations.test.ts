import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { judgeChange, type SentOperation } from './broken-operations.ts';

const SDL = `
  type Query { product(id: ID!): Product products(filter: Filter, sort: Sort): [Product!]! old: String }
  type Product { id: ID! name: String! price: Int! weight: Int }
  input Filter { text: String range: Range }
  input Range { least: Int }
  enum Sort { NAME PRICE }
`;

const sent = (name: string, body: string, client = 'web'): SentOperation => ({ client, name, body });

const names = sent('Names', 'query Names { products { name } }');
const prices = sent('Prices', 'query Prices { products { price } }', 'kiosk');
const search = sent('Search', 'query Search($filter: Filter) { products(filter: $filter) { id } }');
const sorted = sent('Sorted', 'query Sorted($sort: Sort) { products(sort: $sort) { id } }');
const all = [names, prices, search, sorted];

const judge = (from: string, to: string, operations: readonly SentOperation[] = all) =>
  judgeChange(buildSchema(SDL), buildSchema(SDL.replace(from, to)), operations);

describe('a change of schema', () => {
  it.each([
    ['nobody, where nobody asks for what goes', ' old: String', '', ['Query.old was removed.'], []],
    ['nobody, where something comes', 'weight: Int', 'weight: Int colour: String', [], []],
    ['who asks for a field that goes', 'name: String! ', '', ['Product.name was removed.'], [names]],
    [
      'who asks for a field that may be null from now on',
      'price: Int!',
      'price: Int',
      ['Product.price changed type from Int! to Int.'],
      [prices],
    ],
    ['nobody, where a field is never null any more', 'weight: Int', 'weight: Int!', [], []],
    [
      'who may not send enough',
      'text: String',
      'text: String shop: ID!',
      ['A required field shop on input type Filter was added.'],
      [search],
    ],
    ['who may send an input within another', 'least: Int', 'least: String', ['Range.least changed type from Int to String.'], [search]],
    ['who may send a value that goes', 'NAME PRICE', 'NAME', ['PRICE was removed from enum type Sort.'], [sorted]],
    ['who does not send an argument that must be', 'sort: Sort', 'sort: Sort!', undefined, [names, prices, search, sorted]],
  ])('hurts %s', (_, from, to, changes, hurt) => {
    const judgement = judge(from, to);
    if (changes) expect(judgement.changes).toEqual(changes);
    expect(judgement.broken.map(({ operation }) => operation)).toEqual(hurt);
    expect(judgement.broken.every(({ reasons }) => reasons.length > 0)).toBe(true);
  });

  it('has nothing to do with an operation that was not valid before', () => {
    const wrong = [sent('Wrong', '{ nonsense }'), sent('Text', 'no graphql {')];
    expect(judge(' old: String', '', wrong).broken).toEqual([]);
  });
});
