import type { Viewer } from '@stoa/kit/auth';
import { DomainError } from '@stoa/kit/errors';
import { job, seconds } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import { Checkout } from './checkout.entity.ts';
import { placeOrderOf } from './place-order-of.ts';

/** Goes on with checkouts whose process died, or whose question got no answer. */
export const resumeCheckouts = job('cart.resumeCheckouts', seconds(5), async (context) => {
  const due = await context.sql.query<{ buyer_id: string; idempotency_key: string }>(
    `update checkout set next_try_at = now() + interval '15 seconds' where (buyer_id, idempotency_key) in (
       select buyer_id, idempotency_key from checkout where status = 'STARTED' and next_try_at <= now()
       order by next_try_at limit 20 for update skip locked) returning buyer_id, idempotency_key`,
  );
  for (const { buyer_id: buyerId, idempotency_key: idempotencyKey } of due) await resume(context, buyerId, idempotencyKey);
});

async function resume(context: DomainContext, buyerId: string, idempotencyKey: string): Promise<void> {
  const checkout = await context.read.findOneOrFail(Checkout, { buyerId, idempotencyKey });
  const buyer: Viewer = { kind: 'user', userId: buyerId, sellerId: null, accountType: 'BUYER', sessionId: null };
  try {
    await placeOrderOf(context.as(buyer), checkout);
  } catch (error) {
    // A refusal has been written down for the buyer; what had no answer comes round again.
    if (!(error instanceof DomainError)) throw error;
    context.log.info({ orderId: checkout.orderId, code: error.code }, 'a checkout was resumed and refused');
  }
}
