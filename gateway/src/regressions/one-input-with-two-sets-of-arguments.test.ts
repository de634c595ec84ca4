import { describe, expect, it } from '@jest/globals';
import { expectAlike } from '../testing/differential/expect-alike.ts';

/** The planner knows inputs by name alone, and sent the value for one set of arguments in place of the other. */
describe('fields computed from one field with different arguments', () => {
  const catalog = `
    type Query { book: Book! books: [Book!]! }
    type Book @key(fields: "id") { id: ID! price(currency: String): Int! size: Size! }
    type Size { width(unit: String): Int! }
  `;

  it('each get the value for their own', async () => {
    const shipping = `
      type Book @key(fields: "id") {
        id: ID!
        price(currency: String): Int! @external
        tax: Int @requires(fields: "price(currency: \\"EUR\\")")
        duty: Int @requires(fields: "price(currency: \\"USD\\")")
        fee: Int @requires(fields: "price")
        insured: Boolean
      }
    `;
    for (const query of ['{ book { duty fee } }', '{ book { tax duty } }', '{ books { duty tax fee insured price(currency: "INR") } }'])
      await expect(expectAlike({ sdls: { catalog, shipping }, query })).resolves.toBeUndefined();
  });

  it('do so inside an input, and where one is a client of the other', async () => {
    const shipping = `
      type Book @key(fields: "id") {
        id: ID!
        size: Size! @external
        cost: Int @requires(fields: "size { width(unit: \\"cm\\") }")
        price(currency: String): Int! @external
        costInInches: Int @requires(fields: "size { width(unit: \\"in\\") } price(currency: \\"USD\\")")
      }
      type Size { width(unit: String): Int! @external }
    `;
    const query = '{ books { costInInches size { width } cost } }';
    await expect(expectAlike({ sdls: { catalog, shipping }, query })).resolves.toBeUndefined();
  });
});
