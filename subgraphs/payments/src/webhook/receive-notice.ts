import { isEntityId } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { noteDispute } from '../dispute/note-dispute.ts';
import { applyProviderState, Mismatch } from '../payment/apply-provider-state.ts';
import { takeCapture } from '../payment/take-capture.ts';
import { notePayoutAccount } from '../payout/payout-account.ts';
import type { NoticedRefund, ProviderNotice } from '../provider/payment-provider.ts';
import { type ProviderName, providerOf } from '../provider/provider-of.ts';
import { heedRefund } from '../refund/heed-refund.ts';
import type { ProviderEvent, Said } from './provider-event.entity.ts';

/**
 * Takes what a provider told us. Once is enough, in any order; what fits no payment of ours, or another amount, is parked for a
 * person and for another look.
 */
export async function receiveNotice(context: DomainContext, provider: ProviderName, notice: ProviderNotice): Promise<void> {
  if (notice.payoutAccount) return notePayoutAccount(context, notice.payoutAccount);
  if (notice.disputeId)
    return keepNotice(context, provider, notice, { disputeId: notice.disputeId }, await heedDispute(context, provider, notice.disputeId));
  if (notice.refund) return takeRefundNotice(context, provider, notice, notice.refund);
  // That a payment is open is what we told the provider, not the other way round.
  if (!notice.payment || notice.payment.state === 'OPEN') return;
  const { clientSecret: _secret, ...said } = await withOurId(context, provider, notice.payment);
  if (said.state === 'CAPTURED' && (await takeCapture(context, provider, notice, said))) return;
  await keepNotice(context, provider, notice, said, await heed(context, provider, said));
}

/** Keeps what a provider told us, with why it waits for a person. What one has given up stays given up, unless it fits after all. */
export async function keepNotice(
  { sql }: DomainContext,
  provider: ProviderName,
  { eventId, type }: Pick<ProviderNotice, 'eventId' | 'type'>,
  said: object | null,
  note: string | null,
): Promise<void> {
  await sql.query(
    `insert into provider_event (id, provider, type, status, said, note) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set note = excluded.note,
       status = case when provider_event.status = 'DISCARDED' and excluded.status = 'PARKED' then 'DISCARDED' else excluded.status end`,
    [eventId, provider, type, note === null ? 'HANDLED' : 'PARKED', said && JSON.stringify(said), note?.slice(0, 500) ?? null],
  );
}

/** Brings a dispute to what the provider says of it now; answers why it could not, or null. */
async function heedDispute(context: DomainContext, provider: ProviderName, disputeId: string): Promise<string | null> {
  try {
    await noteDispute(context, provider, disputeId);
    return null;
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    context.log.error({ err: error, disputeId }, 'a provider told us of a dispute that fits nothing of ours');
    return error.message;
  }
}

/** The payment with our id of it: as the provider tells it, or by its own, where it does not carry ours along. */
async function withOurId<S extends Said>(context: DomainContext, provider: ProviderName, said: S): Promise<S> {
  if (isEntityId(said.paymentId)) return said;
  const [known] = await context.sql.query<{ id: string }>('select id from payment where provider = $1 and provider_payment_id = $2', [
    provider,
    said.providerPaymentId,
  ]);
  return known ? { ...said, paymentId: known.id } : said;
}

/** News of a refund: ours is brought to what the provider says of it now, and one that was made there waits for a person. */
async function takeRefundNotice(context: DomainContext, provider: ProviderName, notice: ProviderNotice, refund: NoticedRefund) {
  const note = (await heedRefund(context, refund)) ? null : `no refund of ours: ${refund.providerRefundId}`;
  await keepNotice(context, provider, notice, { refund }, note);
}

/** Looks once more at what was parked; answers why it still fits nothing, or null. */
export async function heedAgain(context: DomainContext, { provider, said, note }: ProviderEvent): Promise<string | null> {
  if (said === null) return note;
  if ('disputeId' in said) return heedDispute(context, provider, said.disputeId);
  if ('refund' in said) return (await heedRefund(context, said.refund)) ? null : note;
  return heed(context, provider, said);
}

/** Brings the payment to what was said; answers why it could not, or null. */
async function heed(context: DomainContext, provider: ProviderName, told: Said): Promise<string | null> {
  const said = await withOurId(context, provider, told);
  if (!isEntityId(said.paymentId)) return `no payment of ours: ${said.providerPaymentId}`;
  try {
    // A failure may be old news: the buyer may have paid with another card since. So the provider is asked what holds now.
    const now =
      said.state === 'FAILED' ? await providerOf(context, provider).retrieve(said.providerPaymentId) : { ...said, clientSecret: null };
    await applyProviderState(context, said.paymentId, now);
    return null;
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    context.log.error({ err: error, paymentId: said.paymentId }, 'a provider told us what cannot be');
    return error.message;
  }
}
