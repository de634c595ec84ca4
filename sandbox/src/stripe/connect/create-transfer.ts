import { ApiError, invalidRequest, missing } from '../api-error.ts';
import type { WriteCall } from '../call.ts';
import { threeDecimals } from '../currencies.ts';
import { newId } from '../ids.ts';
import { refuseMissing } from '../parameters.ts';
import { totalsOf } from '../read-journal.ts';
import { renderTransfer } from './render.ts';

/** `POST /v1/transfers`: money of the platform's goes to an account that may take it, never more than the platform has. */
export function createTransfer({ parameters, state, draft }: WriteCall): object {
  const amount = parameters.positiveInteger('amount') ?? refuseMissing('amount');
  const currency = parameters.requiredText('currency').toLowerCase();
  if (threeDecimals.has(currency) && amount % 10 !== 0) throw invalidRequest(`Amounts in ${currency} must end in 0.`, { param: 'amount' });
  const accountId = parameters.requiredText('destination');
  const transferGroup = parameters.text('transfer_group') ?? null;
  const metadata = parameters.metadata();
  parameters.ignore('description');
  parameters.refuseOthers();
  const account = state.accounts.get(accountId);
  if (!account) throw missing('destination', accountId, 'destination', 400);
  if (!account.enabled) {
    const message = 'Your destination account needs to have at least one of the following capabilities enabled: transfers, legacy_payments';
    throw refused(message, 'insufficient_capabilities_for_transfer');
  }
  const { captured, refunded, lost, contested, transferred } = totalsOf(state);
  const gone = [refunded, lost, contested, transferred].reduce((sum, totals) => sum + (totals[currency] ?? 0), 0);
  const balance = (captured[currency] ?? 0) - gone;
  if (amount > balance) throw refused('You have insufficient available funds in your Stripe account.', 'balance_insufficient');
  const transfer = { id: newId('tr'), accountId, amount, currency, transferGroup, metadata, createdAt: draft.now };
  return renderTransfer(draft.putTransfer(transfer, 'transfer.created'));
}

/** A refusal because of how things stand, which the idempotency key brings back. */
const refused = (message: string, code: string): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', message, code }, { remembered: true });
