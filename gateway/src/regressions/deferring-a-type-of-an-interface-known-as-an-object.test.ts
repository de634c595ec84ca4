import { expect, it } from '@jest/globals';
import { expectAlike } from '../testing/differential/expect-alike.ts';

/** The planner went round for ever: what is to come later needs the object's type, which only another subgraph knows. */
it('an operation for which no plan with parts is found is answered whole', async () => {
  const shelf = 'type Media @key(fields: "id") @interfaceObject { id: ID! score: Int } type Query { media: Media }';
  const library = 'interface Media @key(fields: "id") { id: ID! } type Book implements Media @key(fields: "id") { id: ID! }';
  const readers = 'type Book @key(fields: "id") { id: ID! read: Boolean }';
  const query = '{ media { ... on Book { ... on Book @defer { read } } } }';
  await expect(expectAlike({ sdls: { shelf, library, readers }, query })).resolves.toBeUndefined();
});
