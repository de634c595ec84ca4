import { isEntityId } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import type { PaymentStatus } from '../payment/payment.machine.ts';
import { CAPTURED_STATES, OPEN_STATES } from '../payment/payment.machine.ts';
import type { ListedDispute, ListedRefund, ProviderNotice, ProviderPayment } from '../provider/payment-provider.ts';
import { type ProviderName, providerOf } from '../provider/provider-of.ts';
import { receiveNotice } from '../webhook/receive-notice.ts';
import { batches } from './batches.ts';
import { sweepTransfers } from './sweep-transfers.ts';

/** What a sweep has looked at, and how much of it nobody had told us. */
export interface SweepCount {
  looked: number;
  news: number;
}

interface Ours {
  readonly id: string;
  readonly providerPaymentId: string | null;
  readonly status: PaymentStatus;
}

/**
 * Asks a provider for all that it lists of a time. What differs from what we have goes the way of a webhook, which is idempotent: the two
 * may come at once.
 */
export async function sweepProvider(context: DomainContext, name: ProviderName, from: Date, to: Date): Promise<SweepCount> {
  const provider = providerOf(context, name);
  const count = { looked: 0, news: 0 };
  const take = async (id: string, about: Partial<ProviderNotice>): Promise<void> => {
    count.news += 1;
    const nothing = { payment: null, payoutAccount: null, disputeId: null, refund: null };
    await receiveNotice(context, name, { eventId: `sweep:${id}`.slice(0, 100), type: 'sweep', ...nothing, ...about });
  };
  for await (const said of batches(provider.payments(from, to))) {
    count.looked += said.length;
    const ours = await oursOf(context, name, said);
    for (const payment of said)
      if (isNews(ours.get(payment.paymentId ?? '') ?? ours.get(payment.providerPaymentId), payment))
        await take(payment.providerPaymentId, { payment });
  }
  for await (const said of batches(provider.refunds(from, to))) {
    count.looked += said.length;
    const ended = said.filter(({ state }) => state !== 'PENDING');
    const known = await refundsOf(context, ended);
    for (const refund of ended) if (isRefundNews(known.get(refund.refundId ?? ''), refund)) await take(refund.providerRefundId, { refund });
  }
  for await (const said of batches(provider.disputes(from, to))) {
    count.looked += said.length;
    const known = await disputesOf(context, said);
    for (const { providerDisputeId: disputeId, state } of said) if (known.get(disputeId) !== state) await take(disputeId, { disputeId });
  }
  // Sellers are paid by Stripe alone.
  if (name === 'STRIPE') await sweepTransfers(context, from, to, count);
  return count;
}

/** Whether a payment there is not what it is here. One that is none of ours concerns us only if somebody has paid it. */
function isNews(ours: Ours | undefined, { state }: ProviderPayment): boolean {
  if (state === 'CAPTURED') return !ours || !CAPTURED_STATES.includes(ours.status);
  return ours !== undefined && state !== 'OPEN' && state !== ours.status && OPEN_STATES.includes(ours.status);
}

const isRefundNews = (status: string | undefined, { state }: ListedRefund): boolean =>
  status === undefined ? state === 'SUCCEEDED' : status === 'PENDING';

async function oursOf({ sql }: DomainContext, name: ProviderName, said: readonly ProviderPayment[]): Promise<Map<string, Ours>> {
  const rows = await sql.query<Ours>(
    `select id, provider_payment_id as "providerPaymentId", status from payment
     where id = any($2::uuid[]) or (provider = $1 and provider_payment_id = any($3))`,
    [name, said.map(({ paymentId }) => paymentId).filter(isEntityId), said.map(({ providerPaymentId }) => providerPaymentId)],
  );
  return new Map(rows.flatMap((row) => [[row.id, row] as const, [row.providerPaymentId ?? row.id, row] as const]));
}

async function refundsOf({ sql }: DomainContext, said: readonly ListedRefund[]): Promise<Map<string, string>> {
  const ids = said.map(({ refundId }) => refundId).filter(isEntityId);
  const rows = await sql.query<{ id: string; status: string }>('select id, status from refund where id = any($1::uuid[])', [ids]);
  return new Map(rows.map(({ id, status }) => [id, status]));
}

async function disputesOf({ sql }: DomainContext, said: readonly ListedDispute[]): Promise<Map<string, string>> {
  const ids = said.map(({ providerDisputeId }) => providerDisputeId);
  const rows = await sql.query<{ id: string; status: string }>(
    'select provider_dispute_id as id, status from dispute where provider_dispute_id = any($1)',
    [ids],
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}
