import { TrialBalanceDocument } from '@stoa/schema/generated/operations/e2e';
import type { Goods } from './people.ts';
import type { Shop } from './shop.ts';

export interface StockFigures {
  readonly total: number;
  readonly available: number;
  readonly reserved: number;
  readonly allocated: number;
  readonly sold: number;
}

/** A variant's figures as inventory's row has them. */
export async function stockFigures(shop: Shop, { variantId }: Goods): Promise<StockFigures> {
  const [row] = await shop.sql<StockFigures>(
    'inventory',
    'select total, available, reserved, allocated, sold from stock where variant_id = $1',
    [variantId],
  );
  return row!;
}

/** How many rows have each value of a column, by value. */
export async function tally(shop: Shop, domain: string, table: string, column = 'status'): Promise<Record<string, number>> {
  const rows = await shop.sql<{ value: string; count: number }>(
    domain,
    `select ${column} as value, count(*)::int as count from ${table} group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ value, count }) => [value, count]));
}

export interface Books {
  readonly balanced: boolean;
  readonly debitsMinor: number;
  readonly creditsMinor: number;
}

/** The trial balance in dollars, as an administrator is told it. */
export async function books(shop: Shop): Promise<Books> {
  const admin = await shop.admin();
  const { trialBalance } = await admin.ask(TrialBalanceDocument);
  const minor = (side: readonly { amountMinor: number }[]): number => side[0]?.amountMinor ?? 0;
  return { balanced: trialBalance.balanced, debitsMinor: minor(trialBalance.debits), creditsMinor: minor(trialBalance.credits) };
}

/** The balance in one currency of every account that has one, by its code. */
export async function balances(shop: Shop, currency = 'USD'): Promise<Record<string, number>> {
  const rows = await shop.sql<{ code: string; balance: number }>(
    'ledger',
    'select code, balance_minor::int as balance from ledger_account where balance_minor <> 0 and currency = $1 order by code',
    [currency],
  );
  return Object.fromEntries(rows.map(({ code, balance }) => [code, balance]));
}

/** Events that somebody has tried in vain to handle, by domain. An end-to-end test leaves none. */
export async function deadLetters(shop: Shop): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const domain of shop.platform.domains.keys()) {
    const [row] = await shop.sql<{ count: number }>(domain, 'select count(*)::int as count from dead_letter');
    if (row!.count > 0) found[domain] = row!.count;
  }
  return found;
}
