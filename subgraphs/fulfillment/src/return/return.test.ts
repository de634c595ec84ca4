import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aBuyer, anAdmin, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { ReturnReceived, ReturnUpdated } from '@stoa/schema/events/fulfillment';
import manifest from '../index.ts';
import { aReturn, deliveredParcel, handleReturn, type Parcels, paidParcels } from '../testing/given-parcels.ts';

let fulfillment: TestSubgraph;
beforeAll(async () => {
  fulfillment = await startTestSubgraph(manifest, {});
});
afterAll(() => fulfillment?.stop());

const delivered = (): Promise<Parcels> => deliveredParcel(fulfillment);
const told = async (returnId: string): Promise<string[]> =>
  (await fulfillment.emitted(ReturnUpdated)).filter((event) => event.returnId === returnId).map(({ status }) => status);
const received = async (id: string) => (await fulfillment.emitted(ReturnReceived)).filter(({ returnId }) => returnId === id);

test('goods go back by the buyer’s wish and with the seller’s consent', async () => {
  const parcels = await delivered();
  const [seller] = parcels.sellers;
  const { id, status } = await aReturn(fulfillment, parcels);
  expect(status).toBe('REQUESTED');
  expect(await handleReturn(fulfillment, seller!, 'approve', id)).toBe('APPROVED');
  expect(await handleReturn(fulfillment, parcels.buyer, 'send', id)).toBe('SENT');
  expect(await received(id)).toEqual([]);
  expect(await handleReturn(fulfillment, seller!, 'receive', id)).toBe('RECEIVED');
  expect(await handleReturn(fulfillment, seller!, 'receive', id)).toBe('RECEIVED');
  expect(await told(id)).toEqual(['REQUESTED', 'APPROVED', 'SENT', 'RECEIVED']);
  expect(await received(id)).toMatchObject([{ orderId: parcels.orderId, restock: true, items: [{ quantity: 1 }] }]);
});

test('what the seller does not take back stays where it is, and may be asked for again', async () => {
  const parcels = await delivered();
  const { id } = await aReturn(fulfillment, parcels);
  expect(await handleReturn(fulfillment, parcels.sellers[0]!, 'reject', id)).toBe('REJECTED');
  await expect(handleReturn(fulfillment, parcels.buyer, 'send', id)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  await expect(handleReturn(fulfillment, parcels.sellers[0]!, 'receive', id)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  expect((await aReturn(fulfillment, parcels)).status).toBe('REQUESTED');
});

test('a seller is bound by their consent, and a buyer may keep what they have not sent', async () => {
  const parcels = await delivered();
  const { id } = await aReturn(fulfillment, parcels);
  await handleReturn(fulfillment, parcels.sellers[0]!, 'approve', id);
  await expect(handleReturn(fulfillment, parcels.sellers[0]!, 'reject', id)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  expect(await handleReturn(fulfillment, parcels.buyer, 'cancel', id)).toBe('CANCELLED');
  const again = await aReturn(fulfillment, parcels);
  await handleReturn(fulfillment, parcels.sellers[0]!, 'approve', again.id);
  await handleReturn(fulfillment, parcels.buyer, 'send', again.id);
  await expect(handleReturn(fulfillment, parcels.buyer, 'cancel', again.id)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
});

test('nothing can be returned twice, also at once', async () => {
  const parcels = await delivered();
  const tries = await Promise.allSettled([1, 2, 3, 4, 5].map(() => aReturn(fulfillment, parcels)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(aReturn(fulfillment, parcels)).rejects.toMatchObject({ code: 'NOT_RETURNABLE', details: { left: 0 } });
  await expect(aReturn(fulfillment, await delivered(), 2)).rejects.toMatchObject({ code: 'NOT_RETURNABLE', details: { left: 1 } });
});

test('only what has arrived can be returned, and for so many days', async () => {
  await expect(aReturn(fulfillment, await paidParcels(fulfillment))).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  const parcels = await delivered();
  await fulfillment.sql.query(`update shipment set delivered_at = now() - interval '31 days' where id = $1`, [parcels.ids[0]]);
  await expect(aReturn(fulfillment, parcels)).rejects.toMatchObject({ code: 'NOT_RETURNABLE', details: { days: 30 } });
});

test('a return is its buyer’s, its seller’s and the administrators’ alone', async () => {
  const parcels = await delivered();
  await expect(aReturn(fulfillment, parcels, 1, aBuyer())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(aReturn(fulfillment, parcels, 1, parcels.sellers[0]!)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { id } = await aReturn(fulfillment, parcels);
  await expect(handleReturn(fulfillment, aSeller(), 'approve', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(handleReturn(fulfillment, parcels.buyer, 'approve', id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(handleReturn(fulfillment, parcels.sellers[0]!, 'cancel', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  for (const [what, status] of [
    ['approve', 'APPROVED'],
    ['send', 'SENT'],
    ['receive', 'RECEIVED'],
  ] as const)
    expect(await handleReturn(fulfillment, anAdmin(), what, id)).toBe(status);
});
