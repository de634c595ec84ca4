import { Shelf } from '../journal/shelf.ts';
import type { Dispute, Order, Payment, RazorpayChange, RazorpayEvent, Refund } from './records.ts';

export interface EventEntry extends RazorpayEvent {
  owedTo: Set<string>;
}

/** What the journal comes to: every record as it is now. */
export class RazorpayState {
  readonly orders = new Shelf<Order>();
  readonly payments = new Shelf<Payment>();
  readonly refunds = new Shelf<Refund>();
  readonly disputes = new Shelf<Dispute>();
  readonly events = new Shelf<EventEntry>();

  apply({ orders = [], payments = [], refunds = [], disputes = [], events = [], settled }: RazorpayChange): void {
    for (const order of orders) this.orders.put(order);
    for (const payment of payments) this.payments.put(payment);
    for (const refund of refunds) this.refunds.put(refund);
    for (const dispute of disputes) this.disputes.put(dispute);
    for (const { event, owedTo } of events) this.events.put({ ...event, owedTo: new Set(owedTo) });
    if (settled) this.events.get(settled.eventId)?.owedTo.delete(settled.url);
  }

  paymentsOf(orderId: string): Payment[] {
    return this.payments.all().filter((payment) => payment.orderId === orderId);
  }

  refundsOf(paymentId: string): Refund[] {
    return this.refunds.all().filter((refund) => refund.paymentId === paymentId);
  }

  /** What of a payment is with a bank that has to decide, or has kept it. A mere question of a bank takes nothing. */
  contestedOf(paymentId: string): number {
    return this.#disputedOf(paymentId, ({ status, phase }) => status === 'lost' || (status === 'open' && phase !== 'retrieval'));
  }

  /** What of a payment a bank has kept. */
  lostOf(paymentId: string): number {
    return this.#disputedOf(paymentId, ({ status }) => status === 'lost');
  }

  #disputedOf(paymentId: string, counts: (dispute: Dispute) => boolean): number {
    const disputes = this.disputes.all().filter((dispute) => dispute.paymentId === paymentId && counts(dispute));
    return disputes.reduce((sum, { amount }) => sum + amount, 0);
  }
}
