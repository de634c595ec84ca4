import { expect, it } from '@jest/globals';
import { expectAlike } from '../testing/differential/expect-alike.ts';

/** The planner asked for the computed field at once, without its input, where only what the book holds needed it. */
it('a value from an ancestor that is computed waits for its input where the ancestor is met in the computing subgraph', async () => {
  const postage = `
    type Query { offer: Offer }
    type Offer { book: Book! }
    type Book @key(fields: "id") { id: ID! weight: Int @external size: Int @external postage: Int @requires(fields: "weight size") }
  `;
  const sizes = 'type Book @key(fields: "id") { id: ID! weight: Int @external size: Int @requires(fields: "weight") }';
  const notes = `
    type Book @key(fields: "id") @context(name: "book") { id: ID! weight: Int size: Int @external postage: Int @external note: Note }
    type Note @key(fields: "id") {
      id: ID!
      large(size: Int @fromContext(field: "$book { size }")): Boolean
      dear(postage: Int @fromContext(field: "$book { postage }")): Boolean
    }
  `;
  const query = '{ offer { book { note { large dear } } } }';
  await expect(expectAlike({ sdls: { postage, sizes, notes }, query })).resolves.toBeUndefined();
});
