import { missing } from '../api-error.ts';
import type { ReadCall } from '../call.ts';
import { renderCharge } from '../render.ts';

/** `GET /v1/charges/:id`. */
export function retrieveCharge({ id, parameters, state }: ReadCall): object {
  parameters.refuseOthers();
  const charge = state.charges.get(id);
  if (!charge) throw missing('charge', id, 'id');
  return renderCharge(charge, state);
}
