import { newId } from '@stoa/kit/persistence';
import { anAdmin, answering, aSeller, conformance, delivering, type TestSubgraph } from '@stoa/kit/testing';
import { readOrderNumbers } from '@stoa/schema/commands/orders';
import { DeliveryAcknowledged } from '@stoa/schema/events/fulfillment';
import { UserRegistered } from '@stoa/schema/events/identity';
import { RefundRequested } from '@stoa/schema/events/orders';
import { DisputeUpdated, PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import { sellerPayable } from './account/account-codes.ts';
import manifest from './index.ts';
import { aCapture, disputeOf, refundOf } from './testing/given-postings.ts';
import { PayoutsAtHand } from './testing/payouts-at-hand.ts';

/** A seller's account, from their first day; its id. */
async function aPayable(subgraph: TestSubgraph): Promise<string> {
  const sellerId = newId();
  await subgraph.deliver(UserRegistered, { userId: newId(), accountType: 'SELLER', sellerId });
  const [account] = await subgraph.sql.query<{ id: string }>('select id from ledger_account where code = $1', [sellerPayable(sellerId)]);
  return account!.id;
}

conformance(manifest, {
  commands: [...new PayoutsAtHand().commands, answering(readOrderNumbers, () => ({ orders: [] }))],
  fixtures: [
    { entity: 'LedgerAccount', owner: anAdmin, make: aPayable },
    { entity: 'Seller', owner: aSeller, readableBy: 'everyone', make: async (_subgraph, owner) => owner.sellerId! },
    {
      entity: 'Order',
      owner: anAdmin,
      readableBy: 'everyone',
      make: async (subgraph) => {
        const captured = aCapture();
        await subgraph.deliver(PaymentCaptured, captured);
        return captured.orderId;
      },
    },
  ],
  deliveries: [
    delivering(UserRegistered, async () => ({ userId: newId(), accountType: 'SELLER' as const, sellerId: newId() })),
    delivering(PaymentCaptured, async () => aCapture()),
    delivering(DeliveryAcknowledged, async (subgraph) => {
      const captured = aCapture();
      await subgraph.deliver(PaymentCaptured, captured);
      return { shipmentId: newId(), orderId: captured.orderId, sellerId: captured.split[0]!.sellerId };
    }),
    delivering(RefundRequested, async (subgraph) => {
      const captured = aCapture();
      await subgraph.deliver(PaymentCaptured, captured);
      return { orderId: captured.orderId, reason: 'It had ended' };
    }),
    delivering(DisputeUpdated, async (subgraph) => {
      const captured = aCapture();
      await subgraph.deliver(PaymentCaptured, captured);
      return disputeOf(captured, 'LOST');
    }),
    delivering(RefundSucceeded, async (subgraph) => {
      const captured = aCapture();
      await subgraph.deliver(PaymentCaptured, captured);
      return refundOf(captured);
    }),
  ],
});
