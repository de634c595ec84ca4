import { expect, test } from '@jest/globals';
import type { DeliveryOutcome } from './bus.ts';
import type { EventEnvelope } from './contract.ts';
import { Lanes } from './lanes.ts';

const done: DeliveryOutcome = { outcome: 'done' };

const envelope = (aggregateId: string, name = 'orders.order.placed'): EventEnvelope => ({
  ...{ id: `${name} ${aggregateId}`, name, version: 1, aggregateType: 'Order', aggregateId, aggregateVersion: 1 },
  ...{ occurredAt: '2026-01-01T00:00:00Z', traceparent: null, payload: {} },
});

/** Lanes whose deliveries are written down, each of which waits until it is let go. */
function lanesOf(concurrency: number, outcomeOf: (aggregateId: string, attempt: number) => DeliveryOutcome = () => done) {
  const calls: string[] = [];
  const waiting: (() => void)[] = [];
  const held = () => new Promise<void>((resolve) => waiting.push(resolve));
  const lanes = new Lanes({
    ...{ concurrency, capacity: 256, start: { floor: 0, eventId: null } },
    deliver: async ({ aggregateId }, { attempt }) => {
      calls.push(aggregateId);
      await held();
      return outcomeOf(aggregateId, attempt);
    },
    many: {
      names: new Set(['orders.order.placed']),
      deliver: async (events) => {
        calls.push(events.map((each) => each.envelope.aggregateId).join('+'));
        await held();
        return events.map((each) => outcomeOf(each.envelope.aggregateId, each.position.attempt));
      },
    },
    onCrash: (error) => {
      throw error;
    },
  });
  let sequence = 0;
  const add = (...envelopes: EventEnvelope[]): void => {
    for (const each of envelopes) lanes.add(++sequence, each);
  };
  const letGo = async (): Promise<void> => {
    for (const go of waiting.splice(0)) go();
    // Whatever follows from it has begun when timers come round.
    await new Promise((resolve) => setTimeout(resolve, 2));
  };
  return { lanes, calls, add, letGo };
}

test('nobody waits for company: what comes to a free place goes alone, and what waited goes together', async () => {
  const { lanes, calls, add, letGo } = lanesOf(1);
  add(envelope('a'), envelope('b'), envelope('c'), envelope('b'), envelope('d'));
  await letGo();
  await letGo();
  await letGo();
  expect(calls).toEqual(['a', 'b+c+d', 'b']);
  expect(lanes.floor.floor).toBe(5);
});

test('those that wait are shared out among the free places, and what others may not go with goes alone', async () => {
  const { calls, add, letGo } = lanesOf(2);
  add(envelope('x', 'orders.order.cancelled'), envelope('y', 'orders.order.cancelled'));
  add(envelope('z', 'orders.order.cancelled'), envelope('a'), envelope('b'), envelope('c'), envelope('d'));
  await letGo();
  await letGo();
  await letGo();
  expect(calls).toEqual(['x', 'y', 'z', 'a+b+c+d']);
});

test('one that is to be tried again keeps its place, goes alone from then on, and holds up none of those it came with', async () => {
  const { lanes, calls, add, letGo } = lanesOf(1, (aggregateId, attempt) =>
    aggregateId === 'b' && attempt === 1 ? { outcome: 'retry', afterMs: 0 } : done,
  );
  add(envelope('a'), envelope('b'), envelope('c'));
  await letGo();
  await letGo();
  expect(lanes.floor.floor).toBe(1);
  while (lanes.unsettled > 0) await letGo();
  expect(calls).toEqual(['a', 'b+c', 'b']);
  expect(lanes.floor.floor).toBe(3);
});
