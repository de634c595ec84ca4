import { on } from '@stoa/kit/handlers';
import { LineRestored } from '@stoa/schema/events/payments';

/** A bank has returned what was paid for it after all: it may be downloaded again. */
export const onLineRestored = on(LineRestored, async ({ sql }, { orderItemId, kind }) => {
  if (kind === 'DIGITAL') await sql.query('update entitlement set ended_at = null where order_item_id = $1', [orderItemId]);
});
