import type { WebhookEndpoint } from '../webhook/webhook-endpoint.ts';
import { wants } from '../webhook/webhook-endpoint.ts';
import { newId } from './ids.ts';
import type { RazorpayState } from './razorpay-state.ts';
import type { Dispute, Order, Payment, RazorpayChange, RazorpayEvent, Refund, UnixSeconds } from './records.ts';
import { renderDispute, renderOrder, renderPayment, renderRefund } from './render.ts';

/** What one request is about to change. Nothing of it is true until it is committed as one line of the journal. */
export class Draft {
  readonly #orders: Order[] = [];
  readonly #payments: Payment[] = [];
  readonly #refunds: Refund[] = [];
  readonly #disputes: Dispute[] = [];
  readonly #events: { event: RazorpayEvent; owedTo: string[] }[] = [];

  constructor(
    readonly state: RazorpayState,
    private readonly endpoints: readonly WebhookEndpoint[],
    readonly now: UnixSeconds,
  ) {}

  putOrder(order: Order): Order {
    this.#orders.push(order);
    return order;
  }

  /** Keeps the payment as it is now, and tells of it where an event is named. */
  putPayment(payment: Payment, event?: string): Payment {
    this.#payments.push(payment);
    if (event) this.#tell(event, { payment: { entity: renderPayment(payment) } });
    return payment;
  }

  putRefund(refund: Refund, payment: Payment, event: string): Refund {
    this.#refunds.push(refund);
    this.#tell(event, { refund: { entity: renderRefund(refund) }, payment: { entity: renderPayment(payment) } });
    return refund;
  }

  putDispute(dispute: Dispute, payment: Payment, event: string): Dispute {
    this.#disputes.push(dispute);
    this.#tell(event, { payment: { entity: renderPayment(payment) }, dispute: { entity: renderDispute(dispute) } });
    return dispute;
  }

  tellOrderPaid(order: Order, payment: Payment): void {
    this.#tell('order.paid', { payment: { entity: renderPayment(payment) }, order: { entity: renderOrder(order) } });
  }

  /** The line for the journal; null where nothing has changed. */
  finish(did: string): RazorpayChange | null {
    const parts = {
      orders: this.#orders,
      payments: this.#payments,
      refunds: this.#refunds,
      disputes: this.#disputes,
      events: this.#events,
    };
    const filled = Object.entries(parts).filter(([, items]) => items.length > 0);
    return filled.length > 0 ? { did, ...Object.fromEntries(filled) } : null;
  }

  #tell(event: string, payload: object): void {
    const body = {
      entity: 'event' as const,
      account_id: 'acc_sandbox',
      event,
      contains: Object.keys(payload),
      payload,
      created_at: this.now,
    };
    const owedTo = this.endpoints.filter((endpoint) => wants(endpoint, event)).map(({ url }) => url);
    this.#events.push({ event: { id: newId('event'), body }, owedTo });
  }
}
