import { fire } from '@stoa/kit/machine';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { LineRefunded, RefundFailed, RefundSucceeded } from '@stoa/schema/events/payments';
import { lockPayment } from '../payment/apply-provider-state.ts';
import { type PaidLine, Payment } from '../payment/payment.entity.ts';
import { paymentMachine } from '../payment/payment.machine.ts';
import { type ProviderRefund, ProviderRefusal } from '../provider/payment-provider.ts';
import { providerOf } from '../provider/provider-of.ts';
import { goneBack } from './going-back.ts';
import { Refund, type RefundedLine } from './refund.entity.ts';
import { refundMachine } from './refund.machine.ts';

/**
 * Asks the provider to give the money back, then writes down what it says. Asking twice is asking once: the refund's id is the key.
 * What it has taken in hand it is only asked after, since the key would bring back its first answer.
 */
export async function sendRefund(context: DomainContext, refundId: string): Promise<Refund> {
  const { paymentId, amount, providerRefundId, tries } = await context.read.findOneOrFail(Refund, { id: refundId });
  const payment = await context.read.findOneOrFail(Payment, { id: paymentId });
  const wanted = {
    refundId,
    paymentId,
    providerPaymentId: payment.providerPaymentId!,
    amountMinor: amount.amountMinor,
    askedBefore: tries > 0,
  };
  // What the platform had paid for its buyer goes back to the platform, which no provider has to do with.
  if (amount.amountMinor === 0) return context.transact((tx) => settle(tx, refundId, { providerRefundId: '', state: 'SUCCEEDED' }));
  const provider = providerOf(context, payment.provider);
  const asked = providerRefundId ? provider.retrieveRefund(providerRefundId) : provider.refund(wanted);
  const said = await asked.catch((error: unknown): ProviderRefund => {
    if (!(error instanceof ProviderRefusal)) throw error;
    context.log.error({ err: error, refundId, paymentId }, 'the provider refused a refund');
    return { providerRefundId: '', state: 'FAILED' };
  });
  return context.transact((tx) => settle(tx, refundId, said));
}

async function settle(tx: Transaction, refundId: string, said: ProviderRefund): Promise<Refund> {
  const { paymentId } = await tx.em.findOneOrFail(Refund, { id: refundId });
  const payment = (await lockPayment(tx, paymentId))!;
  const refund = (await tx.lock(Refund, { id: refundId }))!;
  refund.providerRefundId = said.providerRefundId || null;
  const { amountMinor, currency } = refund.amount;
  const facts = { refundId, paymentId, orderId: payment.orderId, amount: { amountMinor, currency } };
  if (said.state === 'FAILED' && fire(refundMachine, refund, 'fail').moved) tx.emit(RefundFailed, payment, facts);
  if (said.state === 'SUCCEEDED' && fire(refundMachine, refund, 'succeed').moved) {
    payment.refundedMinor += amountMinor;
    const full = payment.refundedMinor + payment.lostMinor === payment.amount.amountMinor;
    // What a bank keeps was not refunded, and it may yet give it back.
    if (amountMinor > 0) fire(paymentMachine, payment, payment.refundedMinor === payment.amount.amountMinor ? 'refundRest' : 'refundPart');
    const { buyerId, provider } = payment;
    tx.emit(RefundSucceeded, payment, { ...facts, buyerId, provider, full, split: refund.split });
    for (const { orderItemId, variantId, productId, sellerId, kind, quantity } of await endedLines(tx, payment, refund, full)) {
      const line = { orderItemId, variantId, productId, sellerId, kind, quantity };
      tx.emit(LineRefunded, payment, { paymentId, orderId: payment.orderId, buyerId, ...line });
    }
  }
  return refund;
}

/**
 * The lines of which nothing is left once this refund has succeeded. What cost its buyer nothing ends when all of its pieces have gone
 * back, or with the last of the money.
 */
async function endedLines(tx: Transaction, payment: Payment, refund: Refund, full: boolean): Promise<PaidLine[]> {
  const earlier = (await goneBack(tx, payment.id)).filter(({ id }) => id !== refund.id).flatMap(({ lines }) => lines);
  const ofThis = new Set(refund.lines.map((line) => line.orderItemId));
  return payment.lines.filter(({ orderItemId, worthMinor, quantity }) => {
    const before = sumOf(earlier, orderItemId);
    const now = sumOf([...earlier, ...refund.lines], orderItemId);
    if (worthMinor > 0) return ofThis.has(orderItemId) && now.amountMinor === worthMinor;
    const endsWithMoney = full && refund.amount.amountMinor > 0;
    return before.quantity < quantity && (now.quantity === quantity || endsWithMoney);
  });
}

function sumOf(lines: readonly RefundedLine[], orderItemId: string): { readonly quantity: number; readonly amountMinor: number } {
  const own = lines.filter((line) => line.orderItemId === orderItemId);
  const sum = (of: (line: RefundedLine) => number): number => own.reduce((so, line) => so + of(line), 0);
  return { quantity: sum((line) => line.quantity), amountMinor: sum((line) => line.amountMinor) };
}
