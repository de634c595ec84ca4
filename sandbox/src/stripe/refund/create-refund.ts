import { ApiError, invalidRequest, missing } from '../api-error.ts';
import type { WriteCall } from '../call.ts';
import { threeDecimals } from '../currencies.ts';
import { newId } from '../ids.ts';
import type { Charge, Dispute, Refund } from '../records.ts';
import { renderRefund } from '../render.ts';

/** The bank has the money, or has kept it. */
const BLOCKING: readonly Dispute['status'][] = ['needs_response', 'lost'];
const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

/** `POST /v1/refunds`: money back, all that is left or a part, never more than was taken. */
export function createRefund(call: WriteCall): object {
  const { parameters, draft, state } = call;
  const charge = findPaidCharge(call);
  const asked = parameters.positiveInteger('amount');
  const reason = parameters.choice('reason', REASONS) ?? null;
  const metadata = parameters.metadata();
  parameters.refuseOthers();

  const left = charge.amount - charge.amountRefunded;
  if (left === 0) {
    throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (state.disputes.all().some((dispute) => dispute.chargeId === charge.id && BLOCKING.includes(dispute.status))) {
    throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
  const amount = asked ?? left;
  if (threeDecimals.has(charge.currency) && amount % 10 !== 0)
    throw invalidRequest(`Amounts in ${charge.currency} must end in 0.`, { param: 'amount' });
  if (amount > left) {
    const limit = charge.amountRefunded === 0 ? 'charge amount' : 'unrefunded amount on charge';
    const message = `Refund amount (${amount} ${charge.currency}) is greater than ${limit} (${left} ${charge.currency})`;
    throw refused(message, { param: 'amount' });
  }
  const { id: chargeId, intentId, currency } = charge;
  const refund: Refund = { id: newId('re'), intentId, chargeId, amount, currency, reason, metadata, createdAt: draft.now };
  draft.putRefund(refund, 'refund.created');
  const previous = { amount_refunded: charge.amountRefunded, refunded: false };
  draft.putCharge({ ...charge, amountRefunded: charge.amountRefunded + amount }, 'charge.refunded', previous);
  return renderRefund(refund);
}

function findPaidCharge({ parameters, state }: WriteCall): Charge {
  const intentId = parameters.text('payment_intent');
  const chargeId = parameters.text('charge');
  if (intentId === undefined && chargeId === undefined) {
    throw invalidRequest('One of the following params should be provided for this request: payment_intent or charge.');
  }
  const named = chargeId === undefined ? undefined : state.charges.get(chargeId);
  if (chargeId !== undefined && !named) throw missing('charge', chargeId, 'charge');
  const intent = state.intents.get(intentId ?? named?.intentId ?? '');
  if (!intent) throw missing('payment_intent', intentId ?? '', 'payment_intent');
  const charge = named ?? (intent.latestChargeId ? state.charges.get(intent.latestChargeId) : undefined);
  if (charge?.status !== 'succeeded') {
    throw refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {});
  }
  if (charge.intentId !== intent.id) {
    throw invalidRequest(`Charge ${charge.id} does not belong to PaymentIntent ${intent.id}.`, { param: 'charge' });
  }
  return charge;
}

/** A refusal because of what happened before, which the idempotency key brings back. */
function refused(message: string, rest: { code?: string; param?: string }): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...rest }, { remembered: true });
}
