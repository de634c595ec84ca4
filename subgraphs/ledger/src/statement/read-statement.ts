import { badInput } from '@stoa/kit/errors';
import { type Connection, isEntityId, type PageArgs, readPage, toConnection } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import type { LedgerAccount } from '../account/account.entity.ts';
import { balanceAt } from './balance-at.ts';
import type { Period } from './period.ts';
import { Statement, StatementLine } from './statement.payload.ts';

/** An account's statement. Its balances come from the closing balances and its sums from its postings, so that each proves the other. */
export async function readStatement(
  { sql }: DomainContext,
  account: Pick<LedgerAccount, 'id'> | null,
  currency: string,
  { from, to }: Period,
): Promise<Statement> {
  if (from >= to) throw badInput('from must be before to', 'from');
  const money = (amountMinor: number): Money => Money.of({ amountMinor, currency });
  const facts = { accountId: account?.id ?? null, from, to };
  if (!account) {
    const sums = { openingBalance: money(0), closingBalance: money(0), credits: money(0), debits: money(0) };
    return Object.assign(new Statement(), facts, sums);
  }
  const [opening, closing, [sums]] = await Promise.all([
    balanceAt(sql, account.id, from),
    balanceAt(sql, account.id, to),
    sql.query<{ credits: string; debits: string }>(
      `select coalesce(sum(amount_minor) filter (where direction = 'CREDIT'), 0)::text as credits,
         coalesce(sum(amount_minor) filter (where direction = 'DEBIT'), 0)::text as debits
       from ledger_entry where account_id = $1 and at >= $2 and at < $3`,
      [account.id, from, to],
    ),
  ]);
  return Object.assign(new Statement(), facts, {
    openingBalance: money(opening),
    closingBalance: money(closing),
    credits: money(Number(sums!.credits)),
    debits: money(Number(sums!.debits)),
  });
}

interface Line {
  readonly id: string;
  readonly at: string;
  /** To the microsecond, as no `Date` is. */
  readonly moment: string;
  readonly kind: string;
  readonly reference: string;
  readonly orderId: string | null;
  readonly amountMinor: string;
  readonly sumMinor: string;
}

/** Up to so many of a statement's postings, the oldest first, each with what the account held after it. */
export async function listLines(
  { sql }: Pick<DomainContext, 'sql'>,
  { accountId, from, to, openingBalance }: Statement,
  after: readonly string[] | null,
  most: number,
): Promise<StatementLine[]> {
  const { amountMinor: opening, currency } = openingBalance;
  const rows = await sql.query<Line>(
    `select line.id, line.at, moment, t.kind, t.reference, t.order_id as "orderId", "amountMinor", "sumMinor" from (
       select id, transaction_id, at, (extract(epoch from at) * 1000000)::bigint as moment, signed as "amountMinor",
         sum(signed) over (order by at, id) as "sumMinor"
       from (select *, case direction when 'CREDIT' then amount_minor else -amount_minor end as signed from ledger_entry
         where account_id = $1 and at >= $2 and at < $3) entry
     ) line join ledger_transaction t on t.id = line.transaction_id
     where $4::bigint is null or (moment, line.id) > ($4::bigint, $5::uuid) order by line.at, line.id limit $6`,
    [accountId, from, to, after?.[0] ?? null, after?.[1] ?? null, most],
  );
  const money = (amountMinor: number): Money => Money.of({ amountMinor, currency });
  return rows.map(({ id, at, kind, reference, orderId, moment, amountMinor, sumMinor }) =>
    Object.assign(new StatementLine(), {
      ...{ id, at: new Date(at), kind, reference, orderId, cursor: [String(moment), id] as const },
      amount: money(Number(amountMinor)),
      balance: money(opening + Number(sumMinor)),
    }),
  );
}

/** The postings of a statement, page by page. */
export async function statementLines(
  context: Pick<DomainContext, 'sql'>,
  statement: Statement,
  args: PageArgs,
): Promise<Connection<StatementLine>> {
  const page = readPage(args, 2, ([moment, id]) => /^\d{1,17}$/.test(moment!) && isEntityId(id));
  const lines = await listLines(context, statement, page.after ?? null, page.first + 1);
  return toConnection(
    lines,
    page,
    ({ cursor }) => cursor,
    async () => {
      const { accountId, from, to } = statement;
      const counted = 'select count(*)::int as count from ledger_entry where account_id = $1 and at >= $2 and at < $3';
      return (await context.sql.query<{ count: number }>(counted, [accountId, from, to]))[0]!.count;
    },
  );
}
