import { describe, expect, it } from '@jest/globals';
import { expectAlike } from '../testing/differential/expect-alike.ts';

describe('access to fields that objects have from an interface known as an object', () => {
  /** Composition lets an interface ask for what any of its objects asks for; that was asked for here, too. */
  it('asks for nothing that another object asks for', async () => {
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

  /** An object without a name of its own was an error as soon as anything of the operation was denied. */
  it('needs no object’s own name where the same holds for all of them', async () => {
    const home = `
      type Query { name: String }
      interface Media @key(fields: "id") { id: ID! }
      type Book implements Media @key(fields: "id") { id: ID! }
    `;
    const scores = `
      type Query { best: Media }
      type Media @interfaceObject @key(fields: "id") { id: ID! score: Int rank: Int @authenticated }
    `;
    for (const query of ['{ best { score rank } }', '{ best { score rank @skip(if: true) } }'])
      await expect(expectAlike({ sdls: { home, scores }, query })).resolves.toBeUndefined();
  });
});
