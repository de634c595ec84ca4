import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from '../graph.ts';
import { ADD } from './basket.ts';
import { ADDRESS, CHECKOUT, type CheckedOut } from './buying.ts';
import { list } from './listing.ts';
import { pay } from './paying.ts';
import { isPassing, Person } from './person.ts';
import type { Errand } from './scene.ts';

/** So long it may take until somebody has seen that a hold is over. */
const SEEN_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 500;

/**
 * Somebody pays so late that the goods went back to the shelf, and somebody else has them by then. The money comes back, unless the
 * other was too late.
 */
export const latePaying: Errand = {
  name: 'paid when somebody else had the goods',
  async do({ market, tally }, random) {
    const seller = await Person.register(market, tally, 'SELLER');
    const [late, quick] = [await Person.register(market, tally, 'BUYER'), await Person.register(market, tally, 'BUYER')];
    const last = await list(seller, 'The last lamp', 1_000, 1);
    const take = (person: Person) => person.ask(ADD, { variantId: last.variantId, quantity: 1, currency: 'USD' });
    try {
      await take(late);
      const askedAtMs = Date.now();
      const input = { idempotencyKey: 'late', shippingAddress: ADDRESS };
      const { order, payment } = (await late.ask<{ checkout: CheckedOut }>(CHECKOUT, { input })).checkout;
      const facts = { buyer: late, paymentId: payment.id, coupons: [], askedAtMs, answeredAtMs: Date.now() };
      // Which of the two was first nobody can tell, so either end is right.
      tally.promised.set(order.id, { ...facts, paid: null, cancelled: false });
      await endHold(order.id);
      await take(quick);
      await pay('STRIPE', late, payment, true, random);
      tally.did(latePaying.name);
    } catch (error) {
      // The shelf was empty: an answer was lost, or the hold is not seen to be over.
      if (!(error instanceof Refused) || isPassing(error)) throw error;
    }

    async function endHold(orderId: string): Promise<void> {
      // Inventory waits for five minutes more, in which orders could act.
      const over = `update reservation set expires_at = now() - interval '5 minutes' where order_id = $1 and status = 'HARD'`;
      await late.until(() => market.books.rows('inventory', over, [orderId]));
      for (const deadline = performance.now() + SEEN_WITHIN_MS; performance.now() < deadline; await sleep(LOOK_EVERY_MS)) {
        const seen = market.books.rows<{ status: string }>('inventory', 'select status from reservation where order_id = $1', [orderId]);
        const [row] = await seen.catch(() => []);
        if (row?.status === 'EXPIRED') return;
      }
    }
  },
};
