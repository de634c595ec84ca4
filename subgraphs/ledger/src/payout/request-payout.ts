import { DomainError, notFound } from '@stoa/kit/errors';
import { equal, isChargeable, Money, amount as money, NOT_CHARGEABLE } from '@stoa/kit/money';
import { lockName } from '@stoa/kit/persistence';
import { type DomainContext, type Transaction, workflow } from '@stoa/kit/use-case';
import { readSellerAccount } from '@stoa/schema/commands/identity';
import { z } from 'zod';
import { LedgerAccount } from '../account/account.entity.ts';
import { sellerPayable } from '../account/account-codes.ts';
import { availableMinor } from '../account/payable.ts';
import { heldMinor } from './held-shares.ts';
import { Payout } from './payout.entity.ts';
import { postPayout } from './post-payout.ts';
import { sendPayout } from './send-payout.ts';

const requestPayoutInput = z.object({
  amount: money.refine(({ amountMinor }) => amountMinor > 0, 'must be more than nothing').refine(isChargeable, NOT_CHARGEABLE),
  idempotencyKey: z.string().min(1, 'must not be empty').max(200),
});

type Request = z.output<typeof requestPayoutInput> & { readonly sellerId: string; readonly requestKey: string };

/** Pays a seller some of what they are owed. The provider is asked at once; if it does not answer, the job goes on. */
export const requestPayout = workflow('ledger.requestPayout', requestPayoutInput, async (context, input): Promise<Payout> => {
  const { sellerId } = context.viewer;
  if (!sellerId) throw notFound('seller');
  const request = { ...input, sellerId, requestKey: `${sellerId}/${input.idempotencyKey}` };
  const payout = (await knownPayout(context, request)) ?? (await ask(context, request));
  if (payout.status !== 'PENDING') return payout;
  return sendPayout(context, payout.id).catch((error: unknown) => {
    context.log.warn({ err: error, payoutId: payout.id }, 'a payout waits for its provider');
    return payout;
  });
});

async function knownPayout({ read }: Pick<DomainContext, 'read'>, { requestKey, amount }: Request): Promise<Payout | null> {
  const known = await read.findOne(Payout, { requestKey });
  if (known && !equal(known.amount, amount))
    throw new DomainError('IDEMPOTENCY_CONFLICT', 'This idempotency key was used with another input');
  return known;
}

async function ask(context: DomainContext, request: Request): Promise<Payout> {
  const { sellerId, requestKey, amount } = request;
  const { payoutsEnabled, selling } = await context.call(readSellerAccount, { sellerId });
  if (!selling) throw new DomainError('PAYOUTS_HELD', 'Nothing is paid out to you while you may not sell');
  if (!payoutsEnabled) throw new DomainError('PAYOUTS_NOT_ENABLED', 'The payment provider does not pay you yet');
  return context.transact(async (tx) => {
    // Whoever asked with the same key at the same time, perhaps for another currency, has committed afterwards.
    await lockName(tx.sql, requestKey);
    const available = await lockAvailable(tx, sellerId, amount.currency);
    const known = await knownPayout({ read: tx.em }, request);
    if (known) return known;
    if (amount.amountMinor > available.amountMinor)
      throw new DomainError('BALANCE_TOO_LOW', 'More than what can be paid out now', { available });
    const payout = Payout.ask({ sellerId, amount: Money.of(amount), requestKey });
    tx.em.persist(payout);
    await postPayout(tx, payout, 'PAYOUT');
    return payout;
  });
}

/** What may be paid out. The seller's account stays locked, so that two payouts cannot both take the last of it. */
async function lockAvailable(tx: Transaction, sellerId: string, currency: string) {
  const account = await tx.lockRow(LedgerAccount, { code: sellerPayable(sellerId), currency });
  const held = await heldMinor(tx.sql, sellerId, currency);
  return { amountMinor: availableMinor(account?.balanceMinor ?? 0, held, currency), currency };
}
