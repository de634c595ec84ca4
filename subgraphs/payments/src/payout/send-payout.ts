import { answerWorkflow } from '@stoa/kit/commands';
import type { InputOf, OutputOf } from '@stoa/kit/contracts';
import { DomainError } from '@stoa/kit/errors';
import { equal } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { sendPayout } from '@stoa/schema/commands/payments';
import { ProviderRefusal } from '../provider/payment-provider.ts';
import { stripePayouts } from '../provider/stripe-payouts.ts';
import { Transfer } from './transfer.entity.ts';

type Payout = InputOf<typeof sendPayout>;
type Outcome = OutputOf<typeof sendPayout>;

/** Longer than the provider is asked with all repetitions. */
const PATIENCE_SECONDS = 60;

/**
 * The wish is committed first, and what became of it is kept, so that asking again is asking once. One asks at a time: a refusal is
 * final, so nobody may hear of one while somebody else is having it sent.
 */
export const answerSendPayout = answerWorkflow(sendPayout, async (context, payout): Promise<Outcome> => {
  const isNew = await begin(context, payout);
  if (!isNew && !(await claim(context, payout))) return knownOutcome(context, payout);
  try {
    return await keep(context, payout, await ask(context, payout));
  } catch (error) {
    await context.write('update transfer set asked_until = now() where payout_id = $1', [payout.payoutId]);
    throw error;
  }
});

async function begin(context: DomainContext, { payoutId, accountId, amount }: Payout): Promise<boolean> {
  const begun = await context.write(
    `insert into transfer (payout_id, account_id, amount_amount_minor, amount_currency, asked_until)
     values ($1, $2, $3, $4, now() + make_interval(secs => $5)) on conflict do nothing returning payout_id`,
    [payoutId, accountId, amount.amountMinor, amount.currency, PATIENCE_SECONDS],
  );
  return begun.length > 0;
}

/** False where it is no longer, or not just now, to be asked for, or was asked for in another way. */
async function claim(context: DomainContext, { payoutId, accountId, amount }: Payout): Promise<boolean> {
  const claimed = await context.write(
    `update transfer set asked_until = now() + make_interval(secs => $5)
     where payout_id = $1 and account_id = $2 and amount_amount_minor = $3 and amount_currency = $4
       and transfer_id is null and refusal_code is null and asked_until <= now() returning payout_id`,
    [payoutId, accountId, amount.amountMinor, amount.currency, PATIENCE_SECONDS],
  );
  return claimed.length > 0;
}

async function knownOutcome({ rows }: DomainContext, { payoutId, accountId, amount }: Payout): Promise<Outcome> {
  const [known] = await rows.by(Transfer, 'payoutId', [payoutId]);
  if (known!.accountId !== accountId || !equal(known!.amount, amount))
    throw new DomainError('IDEMPOTENCY_CONFLICT', 'This payout was sent with another amount, or to somebody else');
  if (known!.transferId) return { outcome: 'SENT', transferId: known!.transferId };
  if (known!.refusalCode) return { outcome: 'REFUSED', code: known!.refusalCode };
  throw new DomainError('SERVICE_UNAVAILABLE', 'This payout is being sent', { service: 'payments', retryAfter: 5 });
}

async function ask(context: DomainContext, payout: Payout): Promise<Outcome> {
  try {
    const { transferId } = await context.use(stripePayouts).transfer(payout);
    return { outcome: 'SENT', transferId };
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    context.log.error({ err: error, payoutId: payout.payoutId }, 'the provider refused a payout');
    return { outcome: 'REFUSED', code: error.code.slice(0, 100) };
  }
}

async function keep(context: DomainContext, { payoutId }: Payout, said: Outcome): Promise<Outcome> {
  const [transferId, code] = said.outcome === 'SENT' ? [said.transferId, null] : [null, said.code];
  await context.write('update transfer set transfer_id = $2, refusal_code = $3 where payout_id = $1', [payoutId, transferId, code]);
  return said;
}
