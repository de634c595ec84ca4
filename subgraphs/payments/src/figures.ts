import { counter, gauge } from '@stoa/kit/figures';

export const paymentsDecided = counter('stoa_payments_total', 'Payments that were decided: captured or failed.', ['provider', 'outcome']);

export const refundsDecided = counter('stoa_refunds_total', 'Refunds that were decided: succeeded or failed.', ['provider', 'outcome']);

const OPEN = `status in ('CREATED', 'REQUIRES_ACTION', 'PROCESSING')`;

/** What waits for a provider or a person. Each select goes by an index that holds little else. */
const gauges = [
  gauge(
    'stoa_payments_open',
    'Payments that nobody has decided yet.',
    `select provider, count(*) as value from payment where ${OPEN} group by provider`,
    ['provider'],
  ),
  gauge(
    'stoa_refunds_pending',
    'Refunds that the provider has not decided yet.',
    `select count(*) as value from refund where status = 'PENDING'`,
  ),
  gauge(
    'stoa_refunds_pending_seconds',
    'How long ago the oldest of them was asked for; 0 where there is none.',
    `select coalesce(extract(epoch from now() - min(created_at)), 0) as value from refund where status = 'PENDING'`,
  ),
  gauge(
    'stoa_webhooks_parked',
    'What providers told and fits nothing of ours: it waits for a person.',
    `select provider, count(*) as value from provider_event where status = 'PARKED' group by provider`,
    ['provider'],
  ),
  gauge(
    'stoa_webhooks_parked_seconds',
    'How long ago the oldest of them came; 0 where there is none.',
    `select coalesce(extract(epoch from now() - min(received_at)), 0) as value from provider_event where status = 'PARKED'`,
  ),
  gauge(
    'stoa_disputes_open',
    'Payments that a bank contests and has not decided.',
    `select status, count(*) as value from dispute where status in ('INQUIRY', 'OPEN') group by status`,
    ['status'],
  ),
  gauge(
    'stoa_sweep_age_seconds',
    "How long ago the provider's lists were read to their end.",
    'select provider, extract(epoch from now() - swept_until) as value from provider_sweep',
    ['provider'],
  ),
];

export const paymentFigures = [paymentsDecided, refundsDecided, ...gauges];
