import { expect, test } from '@jest/globals';
import { machine, to } from '@stoa/kit/machine';
import type { Books } from './books.ts';
import { illegalTransitions } from './transition-invariants.ts';

const door = (name: string) =>
  machine(name, {
    states: ['OPEN', 'SHUT', 'LOCKED'],
    initial: 'OPEN',
    triggers: { shut: [to('OPEN'), to('SHUT'), to('SHUT'), to('LOCKED')], lock: [to('OPEN'), to('OPEN'), to('LOCKED'), to('LOCKED')] },
  });

const kept = (changes: readonly { from: string | null; to: string }[]): Books =>
  ({
    machines: [door('Order'), door('Shipment')],
    rows: async (domain: string) => (domain === 'orders' ? changes : []),
  }) as unknown as Books;

test('a change that no trigger makes is found, and so is a wrong beginning', async () => {
  const legal = [
    { from: null, to: 'OPEN' },
    { from: 'OPEN', to: 'SHUT' },
    { from: 'SHUT', to: 'LOCKED' },
    { from: 'SHUT', to: 'SHUT' },
  ];
  expect(await illegalTransitions(kept(legal))).toEqual([]);
  const illegal = [
    { from: null, to: 'SHUT' },
    { from: 'OPEN', to: 'LOCKED' },
    { from: 'LOCKED', to: 'OPEN' },
  ];
  expect(await illegalTransitions(kept([...legal, ...illegal]))).toEqual([
    'Order: nothing → SHUT',
    'Order: OPEN → LOCKED',
    'Order: LOCKED → OPEN',
  ]);
});
