import { expect, it } from '@jest/globals';
import { expectAlike } from '../testing/differential/expect-alike.ts';

/** Composition lets an interface ask for what any of its objects asks for; this was asked for fields that all objects have from it, too. */
it('a field that objects have from an interface asks for nothing that another object asks for', async () => {
  const home = `
    type Query { book: Book }
    interface Media @key(fields: "id") { id: ID! }
    type Book implements Media @key(fields: "id") { id: ID! }
    type Film implements Media @key(fields: "id") @authenticated { id: ID! }
  `;
  const scores = 'type Media @interfaceObject @key(fields: "id") { id: ID! score: Int rank: Int @authenticated }';
  const query = '{ book { score rank } }';
  await expect(expectAlike({ sdls: { home, scores }, query })).resolves.toBeUndefined();
  await expect(expectAlike({ sdls: { home, scores }, query, grants: ['account'] })).resolves.toBeUndefined();
});
