import { missing } from '../api-error.ts';
import type { ReadCall } from '../call.ts';
import { renderList, takePage } from '../page.ts';
import { renderDispute } from './render.ts';

/** `GET /v1/disputes/:id`. */
export function retrieveDispute({ id, parameters, state }: ReadCall): object {
  parameters.refuseOthers();
  const dispute = state.disputes.get(id);
  if (!dispute) throw missing('dispute', id, 'id');
  return renderDispute(dispute);
}

/** `GET /v1/disputes`, newest first, by intent, charge and creation. */
export function listDisputes({ parameters, state }: ReadCall): object {
  const intentId = parameters.text('payment_intent');
  const chargeId = parameters.text('charge');
  const { items, hasMore } = takePage(
    state.disputes,
    'dispute',
    parameters,
    (dispute) => (intentId === undefined || dispute.intentId === intentId) && (chargeId === undefined || dispute.chargeId === chargeId),
  );
  parameters.refuseOthers();
  return renderList('/v1/disputes', items.map(renderDispute), hasMore);
}
