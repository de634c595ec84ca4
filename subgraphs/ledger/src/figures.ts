import { counter, gauge } from '@stoa/kit/figures';

export const payoutsDecided = counter('stoa_payouts_total', 'Payouts that the provider has decided: paid or failed.', ['outcome']);

const gauges = [
  gauge(
    'stoa_payouts_pending',
    'Payouts that the provider has not decided yet.',
    `select count(*) as value from payout where status = 'PENDING'`,
  ),
  gauge(
    'stoa_payouts_pending_seconds',
    'How long ago the oldest of them was asked for; 0 where there is none.',
    `select coalesce(extract(epoch from now() - min(created_at)), 0) as value from payout where status = 'PENDING'`,
  ),
  gauge(
    'stoa_reconciliation_differences',
    'On which the books and a provider do not agree: each waits for a person.',
    `select compared.provider, difference.kind, count(*) as value from reconciliation_difference as difference
     join reconciliation as compared on compared.id = difference.reconciliation_id group by 1, 2`,
    ['provider', 'kind'],
  ),
  gauge(
    'stoa_reconciliation_overdue_seconds',
    'For how long the next day could have been compared with the provider; below 0 while it is too early.',
    'select provider, extract(epoch from now() - due_at) as value from reconciliation_cursor',
    ['provider'],
  ),
];

export const ledgerFigures = [payoutsDecided, ...gauges];
