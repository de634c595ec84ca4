import type { Dispute } from '../records.ts';

/** A dispute, with what it has moved between the bank and the platform's balance. */
export function renderDispute(dispute: Dispute): object {
  const { id, amount, chargeId, intentId, currency, createdAt, reason, status, fee } = dispute;
  const transaction = (sign: 1 | -1, charged: number): object => ({
    object: 'balance_transaction',
    type: 'adjustment',
    reporting_category: sign < 0 ? 'dispute' : 'dispute_reversal',
    amount: sign * amount,
    currency,
    fee: charged,
    net: sign * amount - charged,
  });
  const withdrawn = isInquiry(dispute) ? [] : [transaction(-1, fee)];
  return {
    id,
    object: 'dispute',
    amount,
    balance_transactions: status === 'won' ? [...withdrawn, transaction(1, 0)] : withdrawn,
    charge: chargeId,
    created: createdAt,
    currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: { due_by: null, enhanced_eligibility: {}, has_evidence: false, past_due: false, submission_count: 0 },
    is_charge_refundable: isInquiry(dispute),
    livemode: false,
    metadata: {},
    payment_intent: intentId,
    payment_method_details: null,
    reason,
    status,
  };
}

/** A bank that only asks has taken nothing yet. */
export const isInquiry = ({ status }: Pick<Dispute, 'status'>): boolean => status.startsWith('warning_');
