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

/** The wish is committed first, and what became of it is kept, so that asking again is asking once. */
export const answerSendPayout = answerWorkflow(sendPayout, async (context, payout): Promise<Outcome> => {
  const isNew = await begin(context, payout);
  const [known] = isNew ? [] : await context.rows.by(Transfer, 'payoutId', [payout.payoutId]);
  if (known && (known.accountId !== payout.accountId || !equal(known.amount, payout.amount)))
    throw new DomainError('IDEMPOTENCY_CONFLICT', 'This payout was sent with another amount, or to somebody else');
  if (known?.transferId) return { outcome: 'SENT', transferId: known.transferId };
  if (known?.refusalCode) return { outcome: 'REFUSED', code: known.refusalCode };
  return keep(context, payout, await ask(context, payout, !isNew));
});

async function begin(context: DomainContext, { payoutId, accountId, amount }: Payout): Promise<boolean> {
  const begun = await context.write(
    `insert into transfer (payout_id, account_id, amount_amount_minor, amount_currency) values ($1, $2, $3, $4)
     on conflict do nothing returning payout_id`,
    [payoutId, accountId, amount.amountMinor, amount.currency],
  );
  return begun.length > 0;
}

async function ask(context: DomainContext, payout: Payout, askedBefore: boolean): Promise<Outcome> {
  try {
    const { transferId } = await context.use(stripePayouts).transfer({ ...payout, askedBefore });
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
