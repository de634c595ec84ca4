import type { Viewer } from '@stoa/kit/auth';
import { signed } from '../provider-news.ts';
import { payouts } from './payouts.ts';
import { returning } from './returning.ts';
import { answered, firstOf, type Kind, type Outcome, type Purchase, paid, type Scene, type Wish, wish } from './wish.ts';

const PROCESS = 'mutation ($id: ID!) { processShipment(id: $id) { status } }';
const SHIP = `mutation ($id: ID!, $trackingNumber: String!) {
  shipShipment(id: $id, input: { carrier: "UPS", trackingNumber: $trackingNumber }) { status } }`;
const WITHDRAW = 'mutation ($id: ID!) { cancelShipment(id: $id) { status } }';
const CONFIRM = 'mutation ($id: ID!) { confirmDelivery(id: $id) { status } }';
const WAY = ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED'] as const;

/** Each seller handles the parcel, or cannot send it; what has come is kept, or goes back; what was earned is paid out. */
export const shipping: Kind = (scene, purchase) => {
  const { random } = scene;
  const sellers = [...new Set(purchase.wanted.filter(({ digital }) => !digital).map(({ seller }) => seller))];
  return sellers
    .filter(() => random.chance(0.6))
    .map((seller) => {
      if (random.chance(0.3)) return [withdraw(scene, purchase, seller)];
      const handed = [
        ofParcel(scene, purchase, seller, 'process the parcel', (id) => scene.world.ask('fulfillment', seller, PROCESS, { id })),
        ofParcel(scene, purchase, seller, 'ship the parcel', (id) =>
          scene.world.ask('fulfillment', seller, SHIP, { id, trackingNumber: id }),
        ),
      ];
      if (random.chance(0.4)) return handed;
      const after = random.chance(0.4) ? returning(scene, purchase, seller) : [];
      const earned = random.chance(0.4) ? payouts(scene, purchase, seller) : [];
      return [...handed, ...delivered(scene, purchase, seller), ...after, ...earned];
    });
};

const withdraw = (scene: Scene, purchase: Purchase, seller: Viewer): Wish =>
  ofParcel(scene, purchase, seller, 'withdraw the parcel', (id) => scene.world.ask('fulfillment', seller, WITHDRAW, { id }));

/** The carrier tells it, in whatever order its news come, or the buyer does. */
function delivered(scene: Scene, purchase: Purchase, seller: Viewer): Wish[] {
  const { world, random } = scene;
  const confirmed = ofParcel(scene, purchase, seller, 'confirm the delivery', (id) =>
    world.ask('fulfillment', purchase.buyer, CONFIRM, { id }),
  );
  const news = (random.chance(0.2) ? random.shuffle(WAY) : WAY).map((status) =>
    ofParcel(scene, purchase, seller, `the carrier says ${status}`, (id) => carrierSays(scene, id, status)),
  );
  return random.pick([[confirmed], news, [...news, confirmed]]);
}

async function carrierSays({ world }: Scene, trackingNumber: string, status: string): Promise<void> {
  const at = Math.floor(Date.now() / 1_000);
  const body = JSON.stringify({ id: `${trackingNumber}-${status}`, trackingNumber, carrier: 'UPS', status, at: new Date().toISOString() });
  await world.tell('fulfillment', '/webhooks/carriers/ups', body, { 'carrier-signature': `t=${at},v1=${signed(`${at}.${body}`)}` });
}

function ofParcel({ world }: Scene, purchase: Purchase, seller: Viewer, what: string, ask: (id: string) => Promise<unknown>): Wish {
  const attempt = (): Promise<Outcome> =>
    answered(async () => {
      const parcel = await firstOf(
        world.rows<{ id: string }>('fulfillment', 'select id from shipment where order_id = $1 and seller_id = $2 and not provisional', [
          purchase.orderId,
          seller.sellerId,
        ]),
      );
      await ask(parcel.id);
    });
  return wish(what, attempt, { ready: paid(purchase) });
}
