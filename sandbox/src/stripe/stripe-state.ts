import type { Numbered } from '../journal/journal.ts';
import type { LinePointer } from '../journal/journal-file.ts';
import { Shelf } from '../journal/shelf.ts';
import type { Account, Charge, Dispute, Intent, PaymentMethod, Refund, StripeChange, Transfer } from './records.ts';

/** Where an event stands in the journal. Its body is read from there, since few events are ever asked for again. */
export interface EventEntry {
  id: string;
  type: string;
  createdAt: number;
  objectId: string;
  pointer: LinePointer;
  /** Its place among the events of that line. */
  index: number;
  /** The addresses that have not taken it yet. */
  owedTo: Set<string>;
}

/** Where the answer stands that an idempotency key brings back. */
export interface ReplyEntry {
  method: string;
  path: string;
  fingerprint: string;
  atMs: number;
  pointer: LinePointer;
}

/** What the journal comes to. Every change goes through `apply`, live and on a restart alike. */
export class StripeState {
  readonly intents = new Shelf<Intent>();
  readonly charges = new Shelf<Charge>();
  readonly refunds = new Shelf<Refund>();
  readonly disputes = new Shelf<Dispute>();
  readonly accounts = new Shelf<Account>();
  readonly transfers = new Shelf<Transfer>();
  readonly paymentMethods = new Shelf<PaymentMethod>();
  readonly events = new Shelf<EventEntry>();
  readonly replies = new Map<string, ReplyEntry>();
  /** Events that somebody has yet to take, in their order. */
  readonly owedEvents = new Set<EventEntry>();

  apply(line: StripeChange & Numbered, pointer: LinePointer): void {
    for (const intent of line.intents ?? []) this.intents.put(intent);
    for (const charge of line.charges ?? []) this.charges.put(charge);
    for (const refund of line.refunds ?? []) this.refunds.put(refund);
    for (const dispute of line.disputes ?? []) this.disputes.put(dispute);
    for (const account of line.accounts ?? []) this.accounts.put(account);
    for (const transfer of line.transfers ?? []) this.transfers.put(transfer);
    for (const method of line.paymentMethods ?? []) this.paymentMethods.put(method);
    line.events?.forEach(({ event, owedTo }, index) => {
      const { id: objectId } = event.data.object as { id: string };
      const { id, type, created: createdAt } = event;
      const entry = { id, type, createdAt, objectId, pointer, index, owedTo: new Set(owedTo) };
      this.events.put(entry);
      if (owedTo.length > 0) this.owedEvents.add(entry);
    });
    if (line.reply) {
      const { key, method, path, fingerprint } = line.reply;
      this.replies.set(key, { method, path, fingerprint, atMs: Date.parse(line.at), pointer });
    }
    if (line.settled) this.#settle(line.settled.eventId, line.settled.url);
  }

  charge(id: string): Charge | undefined {
    return this.charges.get(id);
  }

  paymentMethod(id: string): PaymentMethod | undefined {
    return this.paymentMethods.get(id);
  }

  #settle(eventId: string, url: string): void {
    const entry = this.events.get(eventId);
    if (!entry) return;
    entry.owedTo.delete(url);
    if (entry.owedTo.size === 0) this.owedEvents.delete(entry);
  }
}
