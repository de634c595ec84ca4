import type { AfterPurchase } from './scene.ts';

const PARCELS = 'query ($id: ID!) { order(id: $id) { shipments { id status } } }';
const CONFIRM = 'mutation ($id: ID!) { confirmDelivery(id: $id) { status } }';
const ARRIVED = ['SHIPPED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED'];

/** A buyer has got something that was bought earlier, and says so. */
export const acknowledging: AfterPurchase = {
  name: 'delivery acknowledged by its buyer',
  share: 0.3,
  async do({ tally }, buyer, _bought, random) {
    const own = [...tally.promised].filter(([, promised]) => promised.buyer === buyer);
    const [id] = random.pick(own);
    const seen = await buyer.askOrNull<{ order: { shipments: { id: string; status: string }[] | null } | null }>(PARCELS, { id });
    for (const parcel of seen?.order?.shipments ?? [])
      if (ARRIVED.includes(parcel.status) && (await buyer.askOrNull(CONFIRM, { id: parcel.id }))) tally.did(acknowledging.name);
  },
};
