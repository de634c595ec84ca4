import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { DomainError } from '@stoa/kit/errors';
import { operatorCommands } from '@stoa/kit/operating';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { placeOrder } from '@stoa/schema/commands/orders';
import manifest from '../index.ts';
import { aRequest } from '../testing/given-order.ts';
import { Neighbours, type Question } from '../testing/neighbours.ts';

const neighbours = new Neighbours();
let orders: TestSubgraph;
beforeAll(async () => {
  orders = await startTestSubgraph(manifest, { commands: neighbours.commands });
});
afterEach(async () => {
  neighbours.peace();
  await orders.sql.query('delete from checkout_saga');
});
afterAll(() => orders?.stop());

const { listSagas } = operatorCommands('orders');
const asked = { type: null, overdue: null, startAt: null, limit: 10 };
const list = (more: Partial<{ type: string; overdue: boolean; startAt: string; limit: number }> = {}) =>
  orders.answer(listSagas, { ...asked, ...more });

/** An order whose placing waits for an answer to this question. */
async function waitingFor(question: Question): Promise<string> {
  const request = aRequest();
  neighbours.refuse(question, new Error('nobody is there'));
  await expect(orders.answer(placeOrder, request, { key: request.orderId })).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  neighbours.peace();
  return request.orderId;
}

test('an operator sees which checkouts have not ended, where they wait, since when and until when', async () => {
  const first = await waitingFor('allocate');
  const second = await waitingFor('charge');
  const ended = aRequest();
  await orders.answer(placeOrder, ended, { key: ended.orderId });
  const { sagas, total } = await list();
  expect([total, sagas.map(({ subjectId, step, state, failures, overdue }) => [subjectId, step, state, failures, overdue])]).toEqual([
    2,
    [
      [first, 'allocate', 'RUNNING', 1, false],
      [second, 'charge', 'RUNNING', 1, false],
    ],
  ]);
  expect(sagas[0]).toMatchObject({ type: 'checkout', subjectType: 'Order', refusalCode: null, ageSeconds: expect.any(Number) });
  expect(Date.parse(sagas[0]!.deadlineAt)).toBeGreaterThan(Date.parse(sagas[0]!.startedAt));
  expect((await list({ startAt: second })).sagas.map(({ subjectId }) => subjectId)).toEqual([second]);
  expect((await list({ type: 'another' })).total).toBe(0);
});

test('one that is past its deadline is told apart, and one that is taken back says what it was refused with', async () => {
  const [late] = [await waitingFor('charge'), await waitingFor('charge')];
  await orders.sql.query(`update checkout_saga set deadline_at = now() - interval '1 minute' where id = $1`, [late]);
  expect((await list({ overdue: true })).sagas.map(({ subjectId }) => subjectId)).toEqual([late]);
  expect((await list({ overdue: false })).total).toBe(1);
  const refusal = { code: 'OUT_OF_STOCK', message: 'None are left', details: {} };
  await orders.sql.query(`update checkout_saga set state = 'UNDOING', step = 1, refusal = $2 where id = $1`, [
    late,
    JSON.stringify(refusal),
  ]);
  expect((await list({ overdue: true })).sagas).toMatchObject([{ state: 'UNDOING', step: 'prepare', refusalCode: 'OUT_OF_STOCK' }]);
});

test('where a saga waits on its way forward says nothing of where it is taken back from', async () => {
  const request = aRequest();
  neighbours.loseAnswer('charge');
  await expect(orders.answer(placeOrder, request, { key: request.orderId })).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  neighbours.refuse('allocate', new DomainError('OUT_OF_STOCK', 'None are left', { available: 0 }));
  await orders.sql.query('update checkout_saga set next_try_at = now() where id = $1', [request.orderId]);
  await expect(orders.answer(placeOrder, request, { key: request.orderId })).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  expect(neighbours.holdsNothing(request.orderId)).toBe(true);
  expect((await list()).total).toBe(0);
});
