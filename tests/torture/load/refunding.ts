import { randomUUID } from 'node:crypto';
import { type AfterPurchase, money } from './scene.ts';

const REFUND = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id } }';

/** A part of the money goes back. The same wish twice is one refund; how much went back is looked at by the invariants. */
export const refunding: AfterPurchase = {
  name: 'part refunded by an administrator',
  share: 0.13,
  async do({ admin, tally }, _buyer, { paymentId, amountMinor, currency }, random) {
    const input = { paymentId, amount: money(1 + random.below(Math.ceil(amountMinor / 2)), currency), idempotencyKey: randomUUID() };
    const first = await admin.askOrNull<{ refundPayment: { id: string } }>(REFUND, { input });
    if (!first) return;
    tally.did(refunding.name);
    tally.goodwill.add(first.refundPayment.id);
    const again = await admin.askOrNull<{ refundPayment: { id: string } }>(REFUND, { input });
    tally.repeated('refunds');
    const same = !again || again.refundPayment.id === first.refundPayment.id;
    tally.check('one refund for a key', same ? [] : [`${first.refundPayment.id} and ${again.refundPayment.id}`]);
  },
};
