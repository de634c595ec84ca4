import { expect, it } from '@jest/globals';
import { expectAlike } from '../testing/differential/expect-alike.ts';

/** The planner asked for the first computed field together with the key, before its own input had been fetched. */
it('a field computed from a computed field of the subgraph that was asked first waits for both', async () => {
  const catalog = `
    type Query { book: Book! }
    type Book @key(fields: "id") {
      id: ID!
      weight: Int! @external
      postage: Int! @requires(fields: "weight")
    }
  `;
  const shipping = `
    type Book @key(fields: "id") {
      id: ID!
      weight: Int!
      postage: Int! @external
      cost: Int! @requires(fields: "postage")
    }
  `;
  await expect(expectAlike({ sdls: { catalog, shipping }, query: '{ book { cost } }' })).resolves.toBeUndefined();
});
