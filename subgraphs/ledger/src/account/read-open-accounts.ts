import { answerRead } from '@stoa/kit/commands';
import { readOpenAccounts } from '@stoa/schema/commands/ledger';

export const answerReadOpenAccounts = answerRead(readOpenAccounts, async ({ sql }, { sellerId }) => {
  if (!sellerId) return { open: [] };
  const [found] = await sql.query<{ balance: boolean; payouts: boolean }>(
    `select exists (select from ledger_account where seller_id = $1 and balance_minor <> 0) as balance,
            exists (select from payout where seller_id = $1 and status = 'PENDING') as payouts`,
    [sellerId],
  );
  return { open: [...(found!.balance ? (['BALANCE'] as const) : []), ...(found!.payouts ? (['PAYOUTS'] as const) : [])] };
});
