import { describe, expect, test } from '@jest/globals';
import { parse, print } from 'graphql';
import { policy } from '../policy/index.ts';
import { withCacheHints } from './cache-hints.ts';

const schema = parse(`
  type Query { products: ProductConnection! me: User }
  type ProductConnection { nodes: [Product!]! total: Int! }
  type Product @key(fields: "id") { id: ID! price: Money! margin: Money }
  type Money { amountMinor: Int! }
  type User @key(fields: "id") { id: ID! }
`);
const rules = [policy('Product', { fields: { 'Product.price': 'everyone', 'Product.margin': () => false } })];
const hinted = (hints: Record<string, number>): string => print(withCacheHints(schema, hints, rules));

describe('cache hints', () => {
  test('stand at fields; objects without a key are kept as long as what holds them', () => {
    const text = hinted({ 'Query.products': 60, Product: 300 });
    expect(text).toContain('products: ProductConnection! @cacheControl(maxAge: 60)');
    expect(text).toContain('nodes: [Product!]! @cacheControl(inheritMaxAge: true)');
    expect(text).toContain('price: Money! @cacheControl(maxAge: 300)');
    expect(text).toContain('me: User\n');
    expect(text).toContain('composeDirective(name: "@cacheControl")');
  });

  test('never stand at a field that a rule shows to some viewers only', () => {
    expect(hinted({ Product: 300 })).toContain('margin: Money\n');
    expect(() => hinted({ 'Product.margin': 300 })).toThrow('a rule shows to some viewers only');
  });

  test('name what there is', () => {
    expect(() => hinted({ 'Query.produkts': 60 })).toThrow('Query.produkts, which the schema does not have');
  });

  test('leave a schema without any as it is', () => {
    expect(withCacheHints(schema, {}, rules)).toBe(schema);
  });
});
