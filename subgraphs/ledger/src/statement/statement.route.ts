import { BoundedQueue } from '@stoa/kit/concurrency';
import { type RouteResponse, route } from '@stoa/kit/subgraph';
import { LedgerAccount } from '../account/account.entity.ts';
import { readStatement } from './read-statement.ts';
import { isGiven, type StatementFormat } from './statement-address.ts';
import { type Sheet, sheetOf, statementCsv } from './statement-sheet.ts';

/** Statements are held in memory as a whole, so they are made one at a time, and not for a whole crowd. */
const queue = new BoundedQueue(1, 50);

/** Nobody reads more pages than that; more lines than a sheet has are for shorter periods. */
const MOST_LINES: Readonly<Record<StatementFormat, number>> = { csv: 100_000, pdf: 3_000 };
const TYPES: Readonly<Record<StatementFormat, string>> = { csv: 'text/csv; charset=utf-8', pdf: 'application/pdf' };
const UNKEPT = { 'cache-control': 'private, no-store' };
const NONE: RouteResponse = { status: 404, headers: UNKEPT };

/** A statement as a table or as a PDF, for whoever was given its address. An address that is wrong or over is one of nothing. */
export const statementRoute = route('GET', '/statements/:name', async (context, { query }, name): Promise<RouteResponse> => {
  if (!(await isGiven(context, name, query))) return NONE;
  const [id, format] = name.split('.') as [string, StatementFormat];
  const [account] = await context.rows.by(LedgerAccount, 'id', [id]);
  if (!account) return NONE;
  const period = { from: new Date(query.get('from')!), to: new Date(query.get('to')!) };
  return queue.run(async () => {
    const statement = await readStatement(context, account, account.currency, period);
    const sheet = await sheetOf(context, account.code, statement, MOST_LINES[format]);
    if (!sheet)
      return { status: 413, headers: { ...UNKEPT, 'content-type': 'text/plain' }, body: 'Too many lines; ask for a shorter period.' };
    const days = [period.from, period.to].map((day) => day.toISOString().slice(0, 10)).join('-');
    const headers = {
      ...UNKEPT,
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="statement-${days}.${format}"`,
    };
    return { status: 200, headers, body: await bodyOf(sheet, format) };
  });
});

async function bodyOf(sheet: Sheet, format: StatementFormat): Promise<string | Uint8Array> {
  if (format === 'csv') return statementCsv(sheet);
  // What prints takes 30 MB, which a process that prints nothing does without.
  return (await import('./print-statement.ts')).printStatement(sheet);
}
