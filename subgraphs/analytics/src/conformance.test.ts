import { newId } from '@stoa/kit/persistence';
import { anAdmin, answering, aSeller, conformance, delivering, type TestSubgraph } from '@stoa/kit/testing';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { describeSellers, recordStaffActs } from '@stoa/schema/commands/identity';
import { readOrderNumbers } from '@stoa/schema/commands/orders';
import { ProductOffered } from '@stoa/schema/events/catalog';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { DisputeUpdated, PaymentCaptured, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from './index.ts';
import { aCapture, anOrder, aShare, disputeOf, refundOf } from './testing/given-sales.ts';

const captured = () => aCapture([aShare(newId(), 1_000), aShare(newId(), 500)]);
const from = '2026-01-01T00:00:00Z';
const to = '2026-01-03T00:00:00Z';

/** A capture that could not be handled here; this domain is the only one that there is to it. */
async function aDeadLetter(subgraph: TestSubgraph): Promise<string> {
  const { id, name, version, aggregateType, aggregateId, occurredAt, payload } = subgraph.envelope(PaymentCaptured, captured());
  await subgraph.sql.query(
    `insert into dead_letter (event_id, stream, sequence, consumer, name, version, aggregate_type, aggregate_id, aggregate_version, occurred_at,
       payload, state, attempts, last_error) values ($1, 'payments', 1, 'analytics', $2, $3, $4, $5, 1, $6, $7, 'dead', 8, 'a bug')`,
    [id, name, version, aggregateType, aggregateId, occurredAt, JSON.stringify(payload)],
  );
  return `analytics:${id}`;
}

conformance(manifest, {
  commands: [
    answering(describeVariants, () => ({ variants: [] })),
    answering(describeSellers, () => ({ sellers: [] })),
    answering(readOrderNumbers, () => ({ orders: [] })),
    answering(recordStaffActs, () => ({})),
  ],
  examples: {
    'Seller.sales(from)': from,
    'Seller.sales(to)': to,
    'Query.platformSales(from)': from,
    'Query.platformSales(to)': to,
    'Query.cartConversion(from)': from,
    'Query.cartConversion(to)': to,
  },
  fixtures: [
    {
      entity: 'Seller',
      owner: aSeller,
      make: async (subgraph, { sellerId }) => {
        await subgraph.deliver(PaymentCaptured, aCapture([aShare(sellerId!, 1_000)]));
        return sellerId!;
      },
      readableBy: 'everyone',
    },
    {
      entity: 'a dead letter',
      owner: anAdmin,
      make: aDeadLetter,
      arguments: ['Mutation.replayDeadLetter(id)', 'Mutation.discardDeadLetter(id)'],
    },
  ],
  deliveries: [
    delivering(PaymentCaptured, async () => captured()),
    delivering(RefundSucceeded, async () => refundOf(captured())),
    delivering(DisputeUpdated, async () => disputeOf(captured(), 'LOST')),
    delivering(OrderConfirmed, async () => anOrder({ productId: newId(), sellerId: newId() })),
    delivering(ProductOffered, async (subgraph) => {
      const [productId, sellerId] = [newId(), newId()];
      await subgraph.deliver(OrderConfirmed, anOrder({ productId, sellerId }));
      return { productId, sellerId, variants: [] };
    }),
  ],
});
