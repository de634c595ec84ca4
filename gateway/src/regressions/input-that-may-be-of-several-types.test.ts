import { expect, it } from '@jest/globals';
import { expectAlike } from '../testing/differential/expect-alike.ts';

/** The planner asks for the fields that each type has, and let the subgraph guess of which it was given them. */
it('an input says of which type it is, where that decides what is taken from it', async () => {
  const catalog = `
    type Query { shelves: [Shelf!]! }
    type Shelf @key(fields: "id") { id: ID! best: Found any: Work }
    union Found = Book | Film
    interface Work { id: ID! }
    type Book implements Work @key(fields: "id") { id: ID! pages: Int }
    type Film implements Work @key(fields: "id") { id: ID! minutes: Int }
  `;
  const effort = `
    type Shelf @key(fields: "id") {
      id: ID!
      best: Found @external
      any: Work @external
      hours: Int @requires(fields: "best { ... on Book { pages } ... on Film { minutes } }")
      days: Int @requires(fields: "any { id ... on Film { minutes } }")
    }
    union Found = Book | Film
    interface Work { id: ID! }
    type Book implements Work @key(fields: "id") { id: ID! pages: Int @external }
    type Film implements Work @key(fields: "id") { id: ID! minutes: Int @external }
  `;
  const query = '{ shelves { hours days } }';
  await expect(expectAlike({ sdls: { catalog, effort }, query })).resolves.toBeUndefined();
});
