import { beforeEach, expect, test } from '@jest/globals';
import {
  ApproveReturnDocument,
  ParcelsToSendDocument,
  ReceiveReturnDocument,
  RequestReturnDocument,
  ReturnsOfDocument,
  SendReturnDocument,
  ShipDocument,
  TakeInHandDocument,
} from '@stoa/schema/generated/operations/e2e';
import { buy, type CheckedOut, seeOrder } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let buyer: Person;
let seller: Person;
let lamp: Goods;
let bought: CheckedOut;
let shipmentId: string;

inOneShop(async (opened) => {
  shop = opened;
  [buyer, seller] = await Promise.all([aBuyer(shop), aSeller(shop)]);
});

beforeEach(async () => {
  lamp = await goods(seller, 'Brass lamp', 3_000, 10);
  bought = await buy(shop, buyer, lamp.variantId, 3);
  shipmentId = await until('there is a parcel to send', async () => {
    const { seller: own } = await seller.ask(ParcelsToSendDocument, { id: seller.sellerId! });
    return own!.shipments!.nodes.find(({ orderNumber }) => orderNumber === bought.order.number)?.id;
  });
  await seller.ask(TakeInHandDocument, { id: shipmentId });
  await seller.ask(ShipDocument, { id: shipmentId, input: { carrier: 'UPS', trackingNumber: crypto.randomUUID() } });
  await buyer.send('mutation ($id: ID!) { confirmDelivery(id: $id) { status } }', { id: shipmentId });
  await until('the sale is known', async () => (await stockFigures(shop, lamp)).sold === 3);
});

const asked = async (quantity: number): Promise<string> => {
  const { items } = await seeOrder(buyer, bought.order.id);
  const input = { shipmentId, items: [{ orderItemId: items[0]!.id, quantity }], reason: 'It is the wrong colour' };
  return (await buyer.ask(RequestReturnDocument, { input })).requestReturn.id;
};
const refunded = (amountMinor: number) => async () => (await seeOrder(buyer, bought.order.id)).payment.refunded.amountMinor === amountMinor;

test('what comes back is paid back and on the shelf again, piece by piece', async () => {
  const id = await asked(2);
  const seen = (await seller.ask(ReturnsOfDocument, { id: seller.sellerId! })).seller!.returns!.nodes;
  expect(seen[0]).toMatchObject({
    id,
    status: 'REQUESTED',
    reason: 'It is the wrong colour',
    items: [{ quantity: 2 }],
    shipment: { orderNumber: bought.order.number },
  });
  await seller.ask(ApproveReturnDocument, { id });
  const sent = await buyer.ask(SendReturnDocument, { id, input: { carrier: 'DHL', trackingNumber: 'JD0002' } });
  expect(sent.sendReturn).toEqual({ status: 'SENT', carrier: 'DHL', trackingNumber: 'JD0002' });
  const { receiveReturn } = await seller.ask(ReceiveReturnDocument, { id, restock: true });
  expect(receiveReturn).toMatchObject({ status: 'RECEIVED', restocked: true });
  await until('two pieces are paid back', refunded(6_000));
  await until('they are on the shelf', async () => (await stockFigures(shop, lamp)).sold === 1);
  expect(await stockFigures(shop, lamp)).toMatchObject({ total: 9, available: 9, sold: 1 });
  expect((await seeOrder(buyer, bought.order.id)).status).toBe('DELIVERED');
  await everythingAgrees(shop);

  const rest = await asked(1);
  await seller.ask(ApproveReturnDocument, { id: rest });
  await seller.ask(ReceiveReturnDocument, { id: rest, restock: false });
  await until('all of it is paid back', refunded(9_000));
  expect(await seeOrder(buyer, bought.order.id)).toMatchObject({ status: 'DELIVERED', payment: { status: 'REFUNDED' } });
  // What is broken was received, and is not for sale.
  expect(await stockFigures(shop, lamp)).toMatchObject({ total: 9, available: 9, sold: 1 });
  await everythingAgrees(shop);
});

test('a return is nobody else’s business', async () => {
  const id = await asked(1);
  const [otherBuyer, otherSeller] = await Promise.all([aBuyer(shop), aSeller(shop)]);
  const { items } = await seeOrder(buyer, bought.order.id);
  const input = { shipmentId, items: [{ orderItemId: items[0]!.id, quantity: 1 }], reason: 'Mine now' };
  expect((await otherBuyer.refusal(RequestReturnDocument, { input })).code).toBe('NOT_FOUND');
  expect((await otherBuyer.refusal(SendReturnDocument, { id, input: {} })).code).toBe('NOT_FOUND');
  expect((await otherBuyer.refusal(ApproveReturnDocument, { id })).code).toBe('FORBIDDEN');
  expect((await otherSeller.refusal(ApproveReturnDocument, { id })).code).toBe('NOT_FOUND');
  expect((await otherSeller.refusal(ReceiveReturnDocument, { id, restock: true })).code).toBe('NOT_FOUND');
  expect((await shop.client().refusal(ApproveReturnDocument, { id })).code).toBe('UNAUTHENTICATED');
  const seen = await otherSeller.send(ReturnsOfDocument, { id: seller.sellerId! });
  expect(seen.data?.seller).toMatchObject({ returns: null });
  await until('it is known', async () => (await seller.ask(ReturnsOfDocument, { id: seller.sellerId! })).seller!.returns!.nodes.length > 0);
});
