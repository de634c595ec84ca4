import { isDeepStrictEqual } from 'node:util';
import { isEntityId } from '@stoa/kit/graphql';
import { fire } from '@stoa/kit/machine';
import { Money } from '@stoa/kit/money';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { DisputeUpdated, LineRefunded, LineRestored } from '@stoa/schema/events/payments';
import { applyProviderState, lockPayment, Mismatch } from '../payment/apply-provider-state.ts';
import type { Payment } from '../payment/payment.entity.ts';
import { CAPTURED_STATES } from '../payment/payment.machine.ts';
import { type ProviderDispute, ProviderRefusal } from '../provider/payment-provider.ts';
import { providerOf } from '../provider/provider-of.ts';
import { endedLines, lineFacts } from '../refund/ended-lines.ts';
import { goingBack, minorOf } from '../refund/going-back.ts';
import { planRefund } from '../refund/plan-refund.ts';
import { Refund } from '../refund/refund.entity.ts';
import { refundWhatIsOwed } from '../refund/refund-what-is-owed.ts';
import { Dispute } from './dispute.entity.ts';
import { disputeMachine, UNDECIDED } from './dispute.machine.ts';

const triggers = { INQUIRY: 'inquire', OPEN: 'open', WON: 'win', LOST: 'lose' } as const;

/**
 * Brings a dispute to what its provider says now. Webhooks and the job both end here: news may be late or come again, so nothing that
 * they say is believed.
 */
export async function noteDispute(context: DomainContext, provider: Payment['provider'], providerDisputeId: string): Promise<void> {
  const client = providerOf(context, provider);
  const said = await client.retrieveDispute(providerDisputeId);
  // A dispute does not know our payment, and its capture may not have come to us yet.
  const paid = said.providerPaymentId ? await known(client.retrieve(said.providerPaymentId)) : null;
  if (!paid || !isEntityId(paid.paymentId)) throw new Mismatch(`dispute ${providerDisputeId} is about no payment of ours`);
  const { id, status } = await applyProviderState(context, paid.paymentId, paid);
  if (!CAPTURED_STATES.includes(status)) throw new Mismatch(`payment ${id} is disputed and was never captured`);
  await context.transact((tx) => bring(tx, id, said));
}

/** What was paid past us, by a link of the provider's say, may be nothing that it lets us ask about. */
async function known<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    return null;
  }
}

async function bring(tx: Transaction, paymentId: string, said: ProviderDispute): Promise<void> {
  const payment = (await lockPayment(tx, paymentId))!;
  const known = await tx.em.findOne(Dispute, { providerDisputeId: said.providerDisputeId });
  const dispute = known ?? begin(tx, payment, said);
  const before = dispute.split;
  const state = (await waitsForRefunds(tx, payment, dispute, said)) ? 'OPEN' : said.state;
  const moved = fire(disputeMachine, dispute, triggers[state]).moved;
  const undecided = UNDECIDED.includes(dispute.status);
  // What has gone back since is at stake no more. What was lost stays what it was, also where it is won after all.
  if (undecided || (moved && dispute.status === 'LOST')) await plan(tx, payment, dispute, said);
  if (known && !moved && isDeepStrictEqual(before, dispute.split)) return;
  const lines = moved ? await settleLoss(tx, payment, dispute) : null;
  const others = await tx.em.count(Dispute, { paymentId, status: { $in: [...UNDECIDED] }, id: { $ne: dispute.id } });
  payment.disputed = undecided || others > 0;
  tell(tx, payment, dispute, undecided ? null : said.fee);
  for (const line of lines?.of ?? []) tx.emit(lines!.event, payment, lineFacts(payment, line));
  if (moved && !undecided) await refundWhatIsOwed(tx, payment, dispute);
}

/**
 * Whether a bank has decided to keep money that a refund is about to give back. The provider most likely refuses it, since the bank has the
 * money; until that is known the loss would be too small, and what was lost stays what it was.
 */
async function waitsForRefunds(tx: Transaction, payment: Payment, dispute: Dispute, { state, amount }: ProviderDispute): Promise<boolean> {
  if (state !== 'LOST' || dispute.status === 'LOST') return false;
  const leftMinor = payment.amount.amountMinor - minorOf(await goingBack(tx, payment.id, dispute.id));
  return leftMinor < amount.amountMinor && (await tx.em.count(Refund, { paymentId: payment.id, status: 'PENDING' })) > 0;
}

/**
 * What a bank keeps has gone back to the buyer, as a refund has, and with the last of a line's money ends what it gave them; what the
 * bank returns after all was paid, and gives it again.
 */
async function settleLoss(tx: Transaction, payment: Payment, dispute: Dispute) {
  if (dispute.lostAt) {
    const of = await endedLines(tx, payment, dispute, isGone(payment));
    payment.lostMinor -= minorOf([dispute]);
    return { event: LineRestored, of };
  }
  if (dispute.status !== 'LOST') return null;
  dispute.lostAt = new Date();
  payment.lostMinor += minorOf([dispute]);
  return { event: LineRefunded, of: await endedLines(tx, payment, dispute, isGone(payment)) };
}

const isGone = ({ refundedMinor, lostMinor, amount }: Payment): boolean => refundedMinor + lostMinor === amount.amountMinor;

function begin(tx: Transaction, { id: paymentId }: Payment, { providerDisputeId, amount, reason }: ProviderDispute): Dispute {
  const facts = { paymentId, providerDisputeId, amount: Money.of(amount), reason: reason.slice(0, 100), lines: [], split: [] };
  const dispute = Object.assign(new Dispute(), facts, { id: newId(), status: disputeMachine.initial, createdAt: new Date(), lostAt: null });
  tx.em.persist(dispute);
  return dispute;
}

/** Whose money is at stake: as if it were refunded, and no more than what is left of the payment. */
async function plan(tx: Transaction, payment: Payment, dispute: Dispute, { amount }: ProviderDispute): Promise<void> {
  const { currency, amountMinor: paidMinor } = payment.amount;
  if (amount.currency !== currency) throw new Mismatch(`payment ${payment.id} is disputed in another currency than its own`);
  const earlier = await goingBack(tx, payment.id, dispute.id);
  const amountMinor = Math.min(amount.amountMinor, paidMinor - minorOf(earlier));
  if (amountMinor < amount.amountMinor)
    tx.log.error({ paymentId: payment.id, disputeId: dispute.id }, 'a bank contests more of a payment than what is left of it');
  const nothing = { lines: [], split: [] };
  const { lines, split } =
    amountMinor > 0
      ? planRefund(
          { currency, lines: payment.lines, shipping: payment.shipping, split: payment.split, earlier },
          { amountMinor, items: null, sellerId: null },
        )
      : nothing;
  Object.assign(dispute, { amount: Money.of(amount), lines, split });
}

function tell(tx: Transaction, payment: Payment, dispute: Dispute, fee: ProviderDispute['fee']): void {
  const { id: paymentId, orderId, buyerId, provider, amount } = payment;
  const { id: disputeId, status, split } = dispute;
  const atStake = { amountMinor: minorOf([dispute]), currency: amount.currency };
  tx.emit(DisputeUpdated, payment, { disputeId, paymentId, orderId, buyerId, provider, status, amount: atStake, split, fee });
}
