import { fire } from '@stoa/kit/machine';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { readSellerAccount } from '@stoa/schema/commands/identity';
import { sendPayout as send } from '@stoa/schema/commands/payments';
import { Payout } from './payout.entity.ts';
import { payoutMachine } from './payout.machine.ts';
import { postPayout } from './post-payout.ts';

/** Has payments send a payout, then writes down what became of it. Asking twice is asking once: the payout's id is the key. */
export async function sendPayout(context: DomainContext, payoutId: string): Promise<Payout> {
  const { sellerId, amount } = await context.read.findOneOrFail(Payout, { id: payoutId });
  const { accountId } = await context.call(readSellerAccount, { sellerId });
  if (accountId === null) throw new Error(`seller ${sellerId} has a payout and no account`);
  const { amountMinor, currency } = amount;
  const said = await context.call(send, { payoutId, accountId, amount: { amountMinor, currency } }, { timeoutMs: 30_000 });
  return context.transact((tx) => settle(tx, payoutId, said.outcome === 'SENT' ? null : said.code));
}

async function settle(tx: Transaction, id: string, refusal: string | null): Promise<Payout> {
  const payout = (await tx.lock(Payout, { id }))!;
  if (!fire(payoutMachine, payout, refusal === null ? 'send' : 'fail').moved) return payout;
  payout.failureCode = refusal;
  await postPayout(tx, payout, refusal === null ? 'PAYOUT_SENT' : 'PAYOUT_REFUSED');
  return payout;
}
