import type { Viewer } from '@stoa/kit/auth';
import { answered, firstOf, type Purchase, type Scene, type Wish, wish } from './wish.ts';

const ASK = 'mutation ($input: RequestReturnInput!) { requestReturn(input: $input) { id } }';
const APPROVE = 'mutation ($id: ID!) { approveReturn(id: $id) { status } }';
const REJECT = 'mutation ($id: ID!) { rejectReturn(id: $id, reason: "It was worn") { status } }';
const CANCEL = 'mutation ($id: ID!) { cancelReturn(id: $id) { status } }';
const SEND = 'mutation ($id: ID!) { sendReturn(id: $id) { status } }';
const RECEIVE = 'mutation ($id: ID!, $restock: Boolean!) { receiveReturn(id: $id, restock: $restock) { status } }';

/** The buyer wants to give something back; the seller agrees, or does not; it comes back, or the buyer keeps it after all. */
export function returning({ world, random }: Scene, purchase: Purchase, seller: Viewer): Wish[] {
  const restock = random.chance(0.7);
  const begin = wish('ask to return', () =>
    answered(async () => {
      const item = await firstOf(
        world.rows<{ shipmentId: string; orderItemId: string }>(
          'fulfillment',
          `select shipment_id as "shipmentId", order_item_id as "orderItemId" from shipment_item
         where shipment_id in (select id from shipment where order_id = $1 and seller_id = $2) order by order_item_id limit 1`,
          [purchase.orderId, seller.sellerId],
        ),
      );
      const { shipmentId, orderItemId } = item;
      const input = { shipmentId, items: [{ orderItemId, quantity: 1 }], reason: 'It is the wrong colour' };
      await world.ask('fulfillment', purchase.buyer, ASK, { input });
    }),
  );
  const then = (what: string, who: Viewer, query: string, more: object = {}): Wish =>
    wish(what, () =>
      answered(async () => {
        const asked = await firstOf(
          world.rows<{ id: string }>(
            'fulfillment',
            `select id from "return" where shipment_id in (select id from shipment where order_id = $1 and seller_id = $2) order by id limit 1`,
            [purchase.orderId, seller.sellerId],
          ),
        );
        await world.ask('fulfillment', who, query, { id: asked.id, ...more });
      }),
    );
  const approve = then('approve the return', seller, APPROVE);
  const send = then('send it back', purchase.buyer, SEND);
  const receive = then('receive it', seller, RECEIVE, { restock });
  const ways = [
    [approve, send, receive],
    [approve, receive],
    [approve, send, receive, receive],
    [approve, then('keep it after all', purchase.buyer, CANCEL)],
    [then('reject the return', seller, REJECT)],
  ];
  return [begin, ...random.pick(ways)];
}
