import { missing } from '../api-error.ts';
import type { ReadCall } from '../call.ts';
import { renderAccount } from './render.ts';

/** `GET /v1/accounts/:id`. */
export function retrieveAccount({ id, parameters, state }: ReadCall): object {
  parameters.refuseOthers();
  const account = state.accounts.get(id);
  if (!account) throw missing('account', id, 'id');
  return renderAccount(account);
}
