import type { WebhookEndpoint } from '../webhook/webhook-endpoint.ts';
import { wants } from '../webhook/webhook-endpoint.ts';
import { renderAccount, renderTransfer } from './connect/render.ts';
import { renderDispute } from './dispute/render.ts';
import { newId } from './ids.ts';
import type {
  Account,
  Charge,
  Dispute,
  Intent,
  PaymentMethod,
  Refund,
  StripeChange,
  StripeEvent,
  Transfer,
  UnixSeconds,
} from './records.ts';
import type { Lookup } from './render.ts';
import { renderCharge, renderIntent, renderRefund } from './render.ts';
import type { StripeState } from './stripe-state.ts';

/** The API version that the events carry: the one the `stripe` SDK in use is pinned to. */
export const API_VERSION = '2026-10-28.endive';

/** Where a draft comes from: the request that its events will name. */
export interface DraftOrigin {
  requestId: string | null;
  idempotencyKey: string | null;
  nowMs: number;
  endpoints: readonly WebhookEndpoint[];
}

/** What one request is about to change. Nothing of it is true until it is committed as one line of the journal. */
export class Draft implements Lookup {
  readonly #state: StripeState;
  readonly #origin: DraftOrigin;
  readonly #change: Required<Omit<StripeChange, 'did' | 'reply' | 'settled'>> = {
    intents: [],
    charges: [],
    refunds: [],
    disputes: [],
    accounts: [],
    transfers: [],
    paymentMethods: [],
    events: [],
  };

  constructor(state: StripeState, origin: DraftOrigin) {
    this.#state = state;
    this.#origin = origin;
  }

  get now(): UnixSeconds {
    return Math.floor(this.#origin.nowMs / 1000);
  }

  charge(id: string): Charge | undefined {
    return this.#change.charges.find((charge) => charge.id === id) ?? this.#state.charge(id);
  }

  paymentMethod(id: string): PaymentMethod | undefined {
    return this.#change.paymentMethods.find((method) => method.id === id) ?? this.#state.paymentMethod(id);
  }

  putMethod(method: PaymentMethod): PaymentMethod {
    this.#change.paymentMethods.push(method);
    return method;
  }

  /** Keeps the intent as it is now, and tells of it under the given event types. */
  putIntent(intent: Intent, ...eventTypes: string[]): Intent {
    this.#change.intents.push(intent);
    for (const type of eventTypes) this.#emit(type, renderIntent(intent, this));
    return intent;
  }

  /** Without an event type nobody is told. */
  putCharge(charge: Charge, eventType?: string, previous?: object): Charge {
    this.#change.charges.push(charge);
    if (eventType) this.#emit(eventType, renderCharge(charge, this), previous);
    return charge;
  }

  putRefund(refund: Refund, eventType: string): Refund {
    this.#change.refunds.push(refund);
    this.#emit(eventType, renderRefund(refund));
    return refund;
  }

  putDispute(dispute: Dispute, ...eventTypes: string[]): Dispute {
    this.#change.disputes.push(dispute);
    for (const type of eventTypes) this.#emit(type, renderDispute(dispute));
    return dispute;
  }

  putAccount(account: Account, ...eventTypes: string[]): Account {
    this.#change.accounts.push(account);
    for (const type of eventTypes) this.#emit(type, renderAccount(account));
    return account;
  }

  putTransfer(transfer: Transfer, eventType: string): Transfer {
    this.#change.transfers.push(transfer);
    this.#emit(eventType, renderTransfer(transfer));
    return transfer;
  }

  /** The line for the journal, without the parts that are empty. */
  finish(did: string, reply?: StripeChange['reply']): StripeChange {
    const filled = Object.entries(this.#change).filter(([, items]) => items.length > 0);
    return { did, ...Object.fromEntries(filled), ...(reply && { reply }) };
  }

  #emit(type: string, object: object, previous?: object): void {
    const { requestId, idempotencyKey, endpoints } = this.#origin;
    const event: StripeEvent = {
      id: newId('evt'),
      object: 'event',
      api_version: API_VERSION,
      created: this.now,
      data: { object, ...(previous && { previous_attributes: previous }) },
      livemode: false,
      request: { id: requestId, idempotency_key: idempotencyKey },
      type,
    };
    const owedTo = endpoints.filter((endpoint) => wants(endpoint, type)).map(({ url }) => url);
    this.#change.events.push({ event, owedTo });
  }
}
