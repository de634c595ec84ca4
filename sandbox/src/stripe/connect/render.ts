import type { Account, Transfer } from '../records.ts';

/** An account of somebody to whom money can be sent, as the platform sees it. */
export function renderAccount({ id, type, country, email, metadata, createdAt, enabled }: Account): object {
  const due = enabled ? [] : ['external_account', 'tos_acceptance.date'];
  return {
    id,
    object: 'account',
    business_profile: null,
    business_type: null,
    capabilities: { transfers: enabled ? 'active' : 'inactive' },
    charges_enabled: enabled,
    country,
    created: createdAt,
    default_currency: 'usd',
    details_submitted: enabled,
    email,
    metadata,
    payouts_enabled: enabled,
    requirements: { currently_due: due, disabled_reason: enabled ? null : 'requirements.past_due', past_due: due },
    type,
  };
}

/** A transfer. */
export function renderTransfer({ id, accountId, amount, currency, transferGroup, metadata, createdAt }: Transfer): object {
  return {
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: null,
    created: createdAt,
    currency,
    description: null,
    destination: accountId,
    destination_payment: null,
    livemode: false,
    metadata,
    reversed: false,
    source_transaction: null,
    source_type: 'card',
    transfer_group: transferGroup,
  };
}
