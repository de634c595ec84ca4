import { missing } from '../api-error.ts';
import type { ReadCall } from '../call.ts';
import { renderList, takePage } from '../page.ts';
import { renderTransfer } from './render.ts';

/** `GET /v1/transfers/:id`. */
export function retrieveTransfer({ id, parameters, state }: ReadCall): object {
  parameters.refuseOthers();
  const transfer = state.transfers.get(id);
  if (!transfer) throw missing('transfer', id, 'id');
  return renderTransfer(transfer);
}

/** `GET /v1/transfers`, newest first, by account, group and creation. */
export function listTransfers({ parameters, state }: ReadCall): object {
  const accountId = parameters.text('destination');
  const group = parameters.text('transfer_group');
  const { items, hasMore } = takePage(
    state.transfers,
    'transfer',
    parameters,
    (transfer) =>
      (accountId === undefined || transfer.accountId === accountId) && (group === undefined || transfer.transferGroup === group),
  );
  parameters.refuseOthers();
  return renderList('/v1/transfers', items.map(renderTransfer), hasMore);
}
