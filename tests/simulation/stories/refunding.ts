import { ADMIN } from '../market-day.ts';
import { answered, firstOf, type Kind, type Outcome, paid, wish } from './wish.ts';

const REFUND = 'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { id } }';

/** An administrator gives back a part, a line, or all that is left, once or twice. */
export const refunding: Kind = ({ world, random }, purchase) => [
  Array.from({ length: 1 + random.below(2) }, (_, index) => {
    const kind = random.pick(['the rest', 'a part', 'a part', 'a line'] as const);
    const amount = { amountMinor: 1 + random.below(2_000), currency: purchase.currency };
    const attempt = (): Promise<Outcome> =>
      answered(async () => {
        const payment = await firstOf(
          world.rows<{ id: string; line: string }>(
            'payments',
            `select id, lines -> 0 ->> 'orderItemId' as line from payment where order_id = $1`,
            [purchase.orderId],
          ),
        );
        const what = {
          ...(kind === 'a part' && { amount }),
          ...(kind === 'a line' && { items: [{ orderItemId: payment.line, quantity: 1 }] }),
        };
        await world.ask('payments', ADMIN, REFUND, {
          input: { paymentId: payment.id, ...what, idempotencyKey: `${purchase.key}-${index}` },
        });
      }, /^NOT_REFUNDABLE$/);
    return wish(`refund ${kind}`, attempt, { ready: paid(purchase) });
  }),
];
