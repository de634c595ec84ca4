import { missing } from '../api-error.ts';
import type { ReadCall } from '../call.ts';
import { renderList, takePage } from '../page.ts';
import { renderRefund } from '../render.ts';

/** `GET /v1/refunds/:id`. */
export function retrieveRefund({ id, parameters, state }: ReadCall): object {
  parameters.refuseOthers();
  const refund = state.refunds.get(id);
  if (!refund) throw missing('refund', id, 'id');
  return renderRefund(refund);
}

/** `GET /v1/refunds`, newest first, by intent, charge and creation. */
export function listRefunds({ parameters, state }: ReadCall): object {
  const intentId = parameters.text('payment_intent');
  const chargeId = parameters.text('charge');
  const { items, hasMore } = takePage(
    state.refunds,
    'refund',
    parameters,
    (refund) => (intentId === undefined || refund.intentId === intentId) && (chargeId === undefined || refund.chargeId === chargeId),
  );
  parameters.refuseOthers();
  return renderList('/v1/refunds', items.map(renderRefund), hasMore);
}
