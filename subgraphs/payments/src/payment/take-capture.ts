import { isEntityId } from '@stoa/kit/graphql';
import { movesOf } from '@stoa/kit/machine';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { PaymentCaptured } from '@stoa/schema/events/payments';
import { paymentsDecided } from '../figures.ts';
import type { ProviderNotice, ProviderPayment } from '../provider/payment-provider.ts';
import type { Payment, SellerShare } from './payment.entity.ts';
import { paymentMachine } from './payment.machine.ts';

type Notice = Pick<ProviderNotice, 'eventId' | 'type'>;
type Said = Omit<ProviderPayment, 'clientSecret'>;

/**
 * Takes the news of a capture as nearly all of it comes: once, of a payment of ours that waits for it, and of its amount. Both are
 * written in one statement. False where anything is not so; then nothing is written, and the payment has to be looked at.
 */
export function takeCapture(context: DomainContext, provider: Payment['provider'], notice: Notice, said: Said): Promise<boolean> {
  const { paymentId } = said;
  if (!isEntityId(paymentId)) return Promise.resolve(false);
  return context.transact(async (tx) => {
    const payment = await capture(tx, paymentId, provider, notice, said);
    if (!payment) return false;
    const { version, orderId, buyerId, split, traceparent } = payment;
    const facts = { paymentId, orderId, buyerId, provider, split, amount: said.amount };
    tx.emit(PaymentCaptured, { id: paymentId, version }, facts, tx.resume(traceparent, 'payment captured'));
    tx.count(paymentsDecided, { provider, outcome: 'captured' });
    return true;
  });
}

interface Captured {
  readonly version: number;
  readonly orderId: string;
  readonly buyerId: string;
  readonly split: SellerShare[];
  readonly traceparent: string | null;
}

async function capture(
  { sql }: Transaction,
  paymentId: string,
  provider: Payment['provider'],
  { eventId, type }: Notice,
  said: Said,
): Promise<Captured | null> {
  const { from, to } = movesOf(paymentMachine, 'capture');
  const { providerPaymentId, amount } = said;
  const [captured] = await sql.query<Captured>(
    `with captured as (
       update payment set status = $2, closed = true, captured_at = now(), failure_code = null, failure_message = null,
         provider_payment_id = $3, version = version + 1
       where id = $1 and status = any($4) and coalesce(provider_payment_id, $3) = $3 and provider = $5
         and amount_amount_minor = $6 and amount_currency = $7
       returning version, order_id, buyer_id, split, traceparent
     ), noted as (
       insert into provider_event (id, provider, type, status, said) select $8, $5, $9, 'HANDLED', $10::jsonb from captured
       on conflict (id) do update set status = excluded.status, note = null
     )
     select version, order_id as "orderId", buyer_id as "buyerId", split, traceparent from captured`,
    [...[paymentId, to, providerPaymentId, from, provider, amount.amountMinor, amount.currency], ...[eventId, type, JSON.stringify(said)]],
  );
  return captured ?? null;
}
