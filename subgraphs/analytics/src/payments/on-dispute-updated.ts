import { on } from '@stoa/kit/handlers';
import { DisputeUpdated } from '@stoa/schema/events/payments';
import { addShares } from '../sales/add-shares.ts';

/** What a bank keeps has gone back as a refund does, once for each dispute; it may give it back once after that. */
export const onDisputeUpdated = on(DisputeUpdated, async ({ sql }, { disputeId, status, amount, split }, { occurredAt }) => {
  // Nothing is at stake any more, and so nothing is posted.
  if (amount.amountMinor === 0) return;
  if (status === 'LOST') {
    const lost = await sql.query(
      'insert into lost_dispute (dispute_id, returned) values ($1, false) on conflict do nothing returning dispute_id',
      [disputeId],
    );
    if (lost.length > 0) await addShares(sql, 'BACK', [{ at: occurredAt, currency: amount.currency, split }]);
  }
  if (status === 'WON') {
    const returned = await sql.query(
      'update lost_dispute set returned = true where dispute_id = $1 and not returned returning dispute_id',
      [disputeId],
    );
    if (returned.length > 0) await addShares(sql, 'RETURNED', [{ at: occurredAt, currency: amount.currency, split }]);
  }
});
