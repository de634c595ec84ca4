import type { AfterPurchase } from './scene.ts';

const CANCEL = 'mutation ($id: ID!) { cancelOrder(id: $id, reason: "No longer wanted") { status } }';

/** A buyer thinks better of what was just paid for; its sellers may have sent it by then. */
export const cancelling: AfterPurchase = {
  name: 'order cancelled by its buyer',
  share: 0.12,
  async do({ tally }, buyer, { orderId }) {
    if (!(await buyer.askOrNull(CANCEL, { id: orderId }))) return;
    tally.promised.get(orderId)!.cancelled = true;
    tally.did(cancelling.name);
  },
};
