import { describe, expect, it } from '@jest/globals';
import { expectAlike } from '../testing/differential/expect-alike.ts';

/** Asking for a field together with the object that gives it a value, the planner did not wait for the value. */
describe('a value from an ancestor that the same fetch completes', () => {
  const catalog = 'type Query { places: [Shop!]! } type Shop @key(fields: "id") { id: ID! size(unit: String): Int city: String }';
  const notes = `
    type Shop @key(fields: "id") @context(name: "shop") { id: ID! size(unit: String): Int @external grade: Int @requires(fields: "size(unit: \\"m\\")") notes: [Note] page: Page }
    type Page { notes: [Note!] }
    type Note @key(fields: "id") { id: ID! told(grade: Int @fromContext(field: "$shop { grade }")): Int plain: Int }
  `;

  it('is waited for', async () => {
    const query = '{ places { notes { told plain } page { notes { told id } } } }';
    await expect(expectAlike({ sdls: { catalog, notes }, query })).resolves.toBeUndefined();
  });

  it('is told where it was needed when it could not be had, and nothing else is lost', async () => {
    // In this graph some shops fail to tell their grade.
    const query = '{ places { grade notes { id told plain } } }';
    await expect(expectAlike({ sdls: { catalog, notes }, query })).resolves.toBeUndefined();
  });

  it('may be made from what that fetch brings, too', async () => {
    const ranks = `
      type Shop @key(fields: "id") { id: ID! width: Int @external grade: Int @requires(fields: "width") }
    `;
    const widths = `
      type Shop @key(fields: "id") @context(name: "shop") { id: ID! width: Int grade: Int @external notes: [Note] }
      type Note @key(fields: "id") { id: ID! told(grade: Int @fromContext(field: "$shop { grade }"), n: Int): Int plain: Int }
    `;
    const sdls = { catalog: 'type Query { places: [Shop!]! } type Shop @key(fields: "id") { id: ID! }', ranks, widths };
    const query = 'query ($n: Int) { places { width notes { told(n: $n) plain } grade } }';
    await expect(expectAlike({ sdls, query, variables: { n: 3 } })).resolves.toBeUndefined();
  });
});
