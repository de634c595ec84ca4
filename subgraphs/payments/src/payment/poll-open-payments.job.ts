import { job, seconds } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import { providerOf } from '../provider/provider-of.ts';
import { applyProviderState } from './apply-provider-state.ts';
import { Payment } from './payment.entity.ts';

/** Asks the provider about payments that nobody told us of: soon after the checkout, then more and more slowly. */
export const pollOpenPayments = job('payments.pollOpenPayments', seconds(5), async (context) => {
  const due = await context.sql.query<{ id: string }>(
    `update payment set polls = polls + 1, next_poll_at = now() + make_interval(secs => least(300, 15 * power(2, least(polls, 5)))) where id in (
       select id from payment where status in ('CREATED', 'REQUIRES_ACTION', 'PROCESSING') and provider_payment_id is not null and next_poll_at <= now()
       order by next_poll_at limit 50 for update skip locked) returning id`,
  );
  for (const { id } of due)
    await poll(context, id).catch((error: unknown) => context.log.warn({ err: error, paymentId: id }, 'a payment could not be polled'));
});

async function poll(context: DomainContext, id: string): Promise<void> {
  const payment = await context.read.findOneOrFail(Payment, { id });
  await applyProviderState(context, id, await providerOf(context, payment.provider).retrieve(payment.providerPaymentId!));
}
