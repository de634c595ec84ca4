import type { Person } from './person.ts';
import type { AfterPurchase, SellerWork } from './scene.ts';

const DELIVERED = `query ($id: ID!) { order(id: $id) { shipments { id status seller { id } items { quantity orderItem { id } } } } }`;
const REQUEST = 'mutation ($input: RequestReturnInput!) { requestReturn(input: $input) { id } }';
const SEND = 'mutation ($id: ID!) { sendReturn(id: $id, input: { carrier: "DHL", trackingNumber: "JD0002" }) { status } }';
const CANCEL = 'mutation ($id: ID!) { cancelReturn(id: $id) { status } }';
const APPROVE = 'mutation ($id: ID!) { approveReturn(id: $id) { status } }';
const REJECT = 'mutation ($id: ID!) { rejectReturn(id: $id, reason: "It is worn") { status } }';
const RECEIVE = 'mutation ($id: ID!, $restock: Boolean!) { receiveReturn(id: $id, restock: $restock) { status } }';

interface Parcel {
  readonly id: string;
  readonly status: string;
  readonly seller: { readonly id: string };
  readonly items: readonly { readonly quantity: number; readonly orderItem: { readonly id: string } | null }[];
}

/** A buyer wants to give something back that came some time ago. Where an answer was lost a second wish finds nothing left. */
export const wantingBack: AfterPurchase = {
  name: 'return asked for by its buyer',
  share: 0.2,
  async do({ tally, wantedBack }, buyer, _bought, random) {
    const own = [...tally.promised].filter(([, { buyer: whose, paid }]) => whose === buyer && paid);
    for (const [orderId] of random.shuffle(own).slice(0, 4)) {
      const seen = await buyer.askOrNull<{ order: { shipments: readonly Parcel[] | null } | null }>(DELIVERED, { id: orderId });
      const parcel = seen?.order?.shipments?.find(({ status }) => status === 'DELIVERED');
      const item = parcel?.items.find(({ orderItem }) => orderItem);
      if (!parcel || !item) continue;
      const items = [{ orderItemId: item.orderItem!.id, quantity: 1 }];
      const input = { shipmentId: parcel.id, items, reason: 'It is the wrong colour' };
      const asked = await buyer.askOrNull<{ requestReturn: { id: string } }>(REQUEST, { input });
      if (!asked) continue;
      tally.did(wantingBack.name);
      const { id: returnId } = asked.requestReturn;
      if (random.chance(0.1)) {
        await buyer.askOrNull(CANCEL, { id: returnId });
        return;
      }
      wantedBack.set(parcel.seller.id, [...(wantedBack.get(parcel.seller.id) ?? []), { returnId, orderId, buyer }]);
      return;
    }
  },
};

/** Its seller agrees, the buyer sends it, and it is taken in; or the seller does not. What was taken in is paid back. */
export const takingBack: SellerWork = {
  name: 'return taken in by its seller',
  chance: 0.5,
  async do({ tally, wantedBack }, { person }, random) {
    const { sellerId } = person.identity;
    const wanted = wantedBack.get(sellerId!)?.shift();
    if (!wanted) return;
    const { returnId: id, orderId, buyer } = wanted;
    const told = async (who: Person, mutation: string, more = {}): Promise<boolean> => {
      const answered = await who.askOrNull<Record<string, { status: string }>>(mutation, { id, ...more });
      return answered !== null;
    };
    if (random.chance(0.15)) return void ((await told(person, REJECT)) && tally.did('return rejected by its seller'));
    await told(person, APPROVE);
    await told(buyer, SEND);
    if (!(await told(person, RECEIVE, { restock: random.chance(0.6) }))) return;
    // Told again it is the same return, which came once.
    await told(person, RECEIVE, { restock: true });
    tally.repeated('returns taken in');
    tally.returned.set(id, orderId);
    tally.did(takingBack.name);
  },
};
