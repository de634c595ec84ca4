import type { InputOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { answering, type CommandAnswer } from '@stoa/kit/testing';
import { cancelShipments, dropShipments, prepareShipments } from '@stoa/schema/commands/fulfillment';
import { allocate, releaseOrder } from '@stoa/schema/commands/inventory';
import { createPayment, endPayment } from '@stoa/schema/commands/payments';

type Prepared = InputOf<typeof prepareShipments>;
export type Question = 'allocate' | 'prepare' | 'charge' | 'endPayment' | 'cancelShipments';

/** Inventory, fulfillment and payments, as far as an order has to do with them. */
export class Neighbours {
  /** What each order holds with each neighbour, and how often it was asked for. */
  readonly allocated = new Map<string, number>();
  readonly prepared = new Map<string, string[]>();
  readonly payments = new Map<string, string>();
  /** Orders whose payment the provider has captured, whatever orders knows of it. */
  readonly captured = new Set<string>();
  readonly #misfortunes = new Map<Question, Error>();
  readonly #lostAnswers = new Set<Question>();

  /** From now on this question is answered with an error: a refusal, or none at all. */
  refuse(question: Question, error: Error): void {
    this.#misfortunes.set(question, error);
  }

  /** The next time, what is asked for is done and the answer is lost. */
  loseAnswer(question: Question): void {
    this.#lostAnswers.add(question);
  }

  peace(): void {
    this.#misfortunes.clear();
    this.#lostAnswers.clear();
  }

  /** Whether anybody still holds anything for an order. */
  holdsNothing(orderId: string): boolean {
    return !this.allocated.has(orderId) && !this.prepared.has(orderId) && !this.payments.has(orderId);
  }

  get commands(): CommandAnswer[] {
    return [
      answering(allocate, ({ orderId }) =>
        this.#answer('allocate', () => {
          this.allocated.set(orderId, (this.allocated.get(orderId) ?? 0) + 1);
          return { expiresAt: new Date(Date.now() + 30 * 60_000).toISOString() };
        }),
      ),
      answering(prepareShipments, (asked) => this.#answer('prepare', () => ({ shipmentIds: this.#prepare(asked) }))),
      answering(createPayment, ({ orderId }) =>
        this.#answer('charge', () => {
          const paymentId = this.payments.get(orderId) ?? newId();
          this.payments.set(orderId, paymentId);
          return { paymentId };
        }),
      ),
      answering(releaseOrder, ({ orderId }) => {
        this.allocated.delete(orderId);
        return {};
      }),
      answering(dropShipments, ({ orderId }) => {
        this.prepared.delete(orderId);
        return {};
      }),
      answering(cancelShipments, ({ orderId }) =>
        this.#answer('cancelShipments', () => {
          this.prepared.delete(orderId);
          return {};
        }),
      ),
      answering(endPayment, ({ orderId }) =>
        this.#answer('endPayment', () => {
          if (this.captured.has(orderId)) return { outcome: 'CAPTURED' as const };
          return { outcome: this.payments.delete(orderId) ? ('CANCELLED' as const) : ('NONE' as const) };
        }),
      ),
    ];
  }

  #prepare({ orderId, parcels }: Prepared): string[] {
    const ids = this.prepared.get(orderId) ?? parcels.map(() => newId());
    this.prepared.set(orderId, ids);
    return ids;
  }

  #answer<T>(question: Question, work: () => T): T {
    if (this.#lostAnswers.delete(question)) {
      work();
      throw new Error(`the answer to ${question} is lost`);
    }
    const misfortune = this.#misfortunes.get(question);
    if (misfortune) throw misfortune;
    return work();
  }
}
