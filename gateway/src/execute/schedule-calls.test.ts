import { describe, expect, it } from '@jest/globals';
import type { FetchStep } from './compile-plan.ts';
import { type PlannedFetch, scheduleCalls } from './schedule-calls.ts';

let lastId = 0;

function fetchOf(service: string, operation: string, after: readonly PlannedFetch[] = [], path = ['here']): PlannedFetch {
  const isRoot = after.length === 0;
  const step = { id: ++lastId, service, query: operation, representations: isRoot ? undefined : {} } as unknown as FetchStep;
  const node = { kind: 'Fetch' as const, serviceName: service, operation, operationKind: 'query' as const };
  return { node, step, after, deferral: undefined, place: { path: isRoot ? [] : path, key: isRoot ? '' : path.join('.'), conditions: [] } };
}

const shown = (fetches: readonly PlannedFetch[]): string[] =>
  scheduleCalls(fetches).map(
    ({ parts, waitsFor, awaitedBy }) =>
      `${parts.map(({ step, places }) => `${step.service} ${step.query} ×${places.length}`).join(' + ')}, after ${waitsFor}, before ${awaitedBy}`,
  );

describe('the calls of a plan', () => {
  it('join what is asked of one subgraph at one depth, and what is asked alike into one part', () => {
    const [users, goods] = [fetchOf('a', 'users'), fetchOf('b', 'goods')];
    const fetches = [
      users,
      fetchOf('c', 'query One{reviews}', [users], ['users']),
      goods,
      fetchOf('c', 'query Two{reviews}', [goods], ['goods']),
      fetchOf('c', 'query Three{stars}', [goods], ['goods']),
    ];
    expect(shown(fetches)).toEqual([
      'a users ×1, after 0, before 2',
      'b goods ×1, after 0, before 2',
      'c query One{reviews} ×2 + c query Three{stars} ×1, after 2, before ',
    ]);
  });

  it('put off what nobody waits for to a later call of the same subgraph, and nothing else', () => {
    const root = fetchOf('a', 'root');
    const prices = fetchOf('b', 'prices', [root]);
    const stock = fetchOf('c', 'stock', [root]);
    const shipping = fetchOf('c', 'shipping', [prices]);
    expect(shown([root, stock, prices, shipping])).toEqual([
      'a root ×1, after 0, before 1,2',
      'b prices ×1, after 1, before 2',
      'c stock ×1 + c shipping ×1, after 2, before ',
    ]);
    const label = fetchOf('d', 'label', [stock]);
    expect(shown([root, stock, label, prices, shipping])).toHaveLength(5);
  });
});
