import type { Draft } from '../draft.ts';
import { newId } from '../ids.ts';
import type { Charge, Dispute } from '../records.ts';

/** What Stripe takes for a dispute, in the currency's minor unit. */
const FEE = 1_500;

export interface Contested {
  readonly amount: number;
  readonly reason: string;
  /** The bank only asks, and takes nothing yet. */
  readonly inquiry: boolean;
}

/** A buyer goes to their bank: what it takes back of a charge at once, unless it only asks. */
export function openDispute(draft: Draft, charge: Charge, { amount, reason, inquiry }: Contested): Dispute {
  const { id: chargeId, intentId, currency } = charge;
  const known = { id: newId('du'), chargeId, intentId, amount, currency, reason, createdAt: draft.now };
  const dispute: Dispute = { ...known, fee: inquiry ? 0 : FEE, status: inquiry ? 'warning_needs_response' : 'needs_response' };
  draft.putCharge({ ...charge, disputed: true });
  return draft.putDispute(dispute, 'charge.dispute.created', ...(inquiry ? [] : ['charge.dispute.funds_withdrawn']));
}

/** The bank takes back what it had only asked about. */
export const escalateDispute = (draft: Draft, dispute: Dispute): Dispute =>
  draft.putDispute({ ...dispute, fee: FEE, status: 'needs_response' }, 'charge.dispute.updated', 'charge.dispute.funds_withdrawn');

/** The bank decides. An inquiry is closed, and nothing has moved. */
export function closeDispute(draft: Draft, dispute: Dispute, outcome: 'won' | 'lost' | 'warning_closed'): Dispute {
  const closed = draft.putDispute({ ...dispute, status: outcome }, 'charge.dispute.closed');
  return outcome === 'won' ? draft.putDispute(closed, 'charge.dispute.funds_reinstated') : closed;
}
