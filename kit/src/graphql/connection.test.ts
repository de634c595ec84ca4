import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aBuyer, startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { noteFixture, notes } from '../testing/notes/notes-domain.ts';

interface Page {
  readonly nodes: { id: string }[];
  readonly edges: { cursor: string }[];
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  readonly totalCount: number;
}

const owner = aBuyer();
let subgraph: TestSubgraph;
let ids: string[];
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes);
  ids = [];
  for (let count = 0; count < 5; count++) ids.unshift(await noteFixture.make(subgraph, owner));
});
afterAll(() => subgraph.stop());

const page = async (first?: number, after?: string | null): Promise<Page> => {
  const text = `query ($first: Int, $after: String) { notes(first: $first, after: $after) {
    nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }`;
  return (await subgraph.as(owner).query<{ notes: Page }>(text, { first, after })).notes;
};
const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a list in pages', () => {
  test('comes whole, the newest first, each once', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { nodes, pageInfo, totalCount } = await page(2, after);
      expect(totalCount).toBe(5);
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...nodes.map((node) => node.id));
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(seen).toEqual(ids);
  });

  test('of one page has no next one', async () => {
    const { edges, pageInfo } = await page(5);
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, startCursor: edges[0]!.cursor, endCursor: edges[4]!.cursor });
  });

  test('that is empty has no cursors', async () => {
    const { notes: nothing } = await subgraph
      .as(aBuyer())
      .query<{ notes: Page }>('{ notes { nodes { id } pageInfo { hasNextPage startCursor endCursor } } }');
    expect(nothing).toEqual({ nodes: [], pageInfo: { hasNextPage: false, startCursor: null, endCursor: null } });
  });

  test.each([0, -1, 101, 2_147_483_647])('does not come by %d', async (first) => {
    await expect(page(first)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'first' } });
  });

  test('comes by a hundred at most', async () => {
    expect((await page(100)).nodes).toHaveLength(5);
  });

  test.each([
    ['empty', ''],
    ['no cursor', 'garbage'],
    ['not JSON', Buffer.from('{').toString('base64url')],
    ['no list', cursor({ id: 'x' })],
    ['too short', cursor([])],
    ['too long', cursor(['a', 'b'])],
    ['a number', cursor([7])],
    ['no id', cursor(['not an id'])],
    ['an injection', cursor(["' or 1 = 1 --"])],
    ['a zero byte', cursor(['\u0000'])],
    ['long', 'A'.repeat(100_000)],
  ])('does not go on from a cursor that is %s', async (_what, after) => {
    await expect(page(2, after)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'after' } });
  });
});
