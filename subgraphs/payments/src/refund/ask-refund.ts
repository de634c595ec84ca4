import { isDeepStrictEqual } from 'node:util';
import { badInput, DomainError } from '@stoa/kit/errors';
import { Money } from '@stoa/kit/money';
import { lockName } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { Dispute } from '../dispute/dispute.entity.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { CAPTURED_STATES } from '../payment/payment.machine.ts';
import { goingBack, minorOf } from './going-back.ts';
import { planRefund } from './plan-refund.ts';
import { type AskedRefund, Refund } from './refund.entity.ts';

export interface Wish {
  readonly requestKey: string;
  readonly reason: string | null;
  readonly asked?: AskedRefund;
  /** Whose lines it may touch; null for all. */
  readonly sellerId?: string | null;
}

const ALL_THAT_IS_LEFT: AskedRefund = { amount: null, items: null };

/**
 * Commits the wish to give back some of a locked payment. The same key finds the first one's refund. Where the provider gives back no less
 * than so much at once, less is neither asked for nor left: the rest could never go back.
 */
export async function askRefund(tx: Transaction, payment: Payment, wish: Wish, leastMinor = 1): Promise<Refund> {
  const { requestKey, reason, asked = ALL_THAT_IS_LEFT, sellerId = null } = wish;
  // Whoever asks with the same key at the same time, perhaps for another payment, comes afterwards.
  await lockName(tx.sql, requestKey);
  const known = await tx.em.findOne(Refund, { requestKey });
  if (known) {
    if (known.paymentId === payment.id && known.reason === reason && isDeepStrictEqual(known.asked, asked)) return known;
    throw new DomainError('IDEMPOTENCY_CONFLICT', 'This idempotency key was used with another input');
  }
  if (!CAPTURED_STATES.includes(payment.status))
    throw new DomainError('NOT_REFUNDABLE', 'Only what was captured can be refunded', { paymentStatus: payment.status.toLowerCase() });
  const { currency } = payment.amount;
  if (asked.amount && asked.amount.currency !== currency) throw new DomainError('CURRENCY_MISMATCH', `The payment is in ${currency}`);
  const earlier = await goingBack(tx, payment.id);
  const { lines, shipping, split } = payment;
  const plan = planRefund(
    { currency, lines, shipping, split, earlier },
    { amountMinor: asked.amount?.amountMinor ?? null, items: asked.items, sellerId },
  );
  const restMinor = payment.amount.amountMinor - minorOf(earlier) - plan.amountMinor;
  if ([plan.amountMinor, restMinor].some((minor) => minor > 0 && minor < leastMinor))
    throw badInput(`must be at least ${leastMinor}, and leave as much or nothing`, 'amount');
  const amount = Money.of({ amountMinor: plan.amountMinor, currency });
  const refund = Refund.ask({ paymentId: payment.id, amount, reason, requestKey, asked, lines: plan.lines, split: plan.split });
  tx.em.persist(refund);
  return refund;
}

/** The same for what no person asks: where somebody has given it back, or is about to, nothing is left to do. */
export async function askRefundOnce(tx: Transaction, payment: Payment, wish: Wish): Promise<void> {
  await oweRefund(tx, payment, wish);
  await askForWhatIsLeft(tx, payment, wish);
}

/** Keeps a wish for the time when nothing hinders it any more. */
export async function oweRefund(tx: Transaction, payment: Payment, wish: Wish): Promise<void> {
  await tx.sql.query('insert into owed_refund (request_key, payment_id, wish) values ($1, $2, $3) on conflict do nothing', [
    ...[wish.requestKey, payment.id, JSON.stringify(wish)],
  ]);
}

/** Once more, after the payment's dispute, by whose end the question is called. So many pieces are only asked for where none of them went back; else it is what is left. */
export async function askRefundAgain(tx: Transaction, payment: Payment, wish: Wish, end: string): Promise<void> {
  const { requestKey, asked } = wish;
  const counted = asked?.items?.some(({ quantity }) => quantity !== null);
  const standing = { $like: `${requestKey}%` };
  if (counted && (await tx.em.count(Refund, { requestKey: standing, status: { $in: ['PENDING', 'SUCCEEDED'] } })) > 0) return;
  await askForWhatIsLeft(tx, payment, { ...wish, requestKey: `${requestKey}/${end}` });
}

/**
 * While a bank contests some of the payment no provider gives any of it back; and of what is on its way back already nobody knows yet
 * whether it will arrive. What is left by either could be too little to go back alone, or too late for anybody to ask for.
 */
async function hasToWait({ em }: Transaction, { id: paymentId }: Payment, { asked }: Wish): Promise<boolean> {
  if ((await em.count(Dispute, { paymentId, status: 'OPEN' })) > 0) return true;
  const wanted = asked?.items?.map(({ orderItemId }) => orderItemId);
  const onTheirWay = await em.find(Refund, { paymentId, status: 'PENDING' });
  return onTheirWay.some(({ lines }) => !wanted || lines.some(({ orderItemId }) => wanted.includes(orderItemId)));
}

/** What says that somebody has given it back, or is about to. */
const GONE: readonly string[] = ['NOT_REFUNDABLE', 'REFUND_TOO_LARGE'];

/** As much of it as is left, which may be nothing. */
export async function askForWhatIsLeft(tx: Transaction, payment: Payment, wish: Wish): Promise<void> {
  if (await hasToWait(tx, payment, wish)) return;
  try {
    await askRefund(tx, payment, wish);
  } catch (error) {
    if (!(error instanceof DomainError) || !GONE.includes(error.code) || !CAPTURED_STATES.includes(payment.status)) throw error;
  }
}
