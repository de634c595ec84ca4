import { csvOf } from '@stoa/kit/csv';
import { decimalOf } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { orderNumber } from './order-number.loader.ts';
import { listLines } from './read-statement.ts';
import type { Statement, StatementLine } from './statement.payload.ts';

/** A statement with all of its lines. */
export interface Sheet {
  readonly accountCode: string;
  readonly statement: Statement;
  readonly lines: readonly (StatementLine & { readonly orderNumber: string | null })[];
}

/** Null where there are more lines than that. */
export async function sheetOf(context: DomainContext, accountCode: string, statement: Statement, most: number): Promise<Sheet | null> {
  const lines = await listLines(context, statement, null, most + 1);
  if (lines.length > most) return null;
  const numbers = await Promise.all(lines.map(({ orderId }) => (orderId ? context.load(orderNumber, orderId) : null)));
  return { accountCode, statement, lines: lines.map((line, index) => Object.assign(line, { orderNumber: numbers[index] ?? null })) };
}

const HEAD = ['Date', 'Kind', 'Reference', 'Order', 'Amount', 'Balance', 'Currency'];

/** For spreadsheets: amounts are decimals, and each line has what the account held after it. */
export function statementCsv({ statement: { from, to, openingBalance, closingBalance }, lines }: Sheet): string {
  const { currency } = openingBalance;
  return csvOf([
    HEAD,
    [from.toISOString(), 'OPENING_BALANCE', '', '', '', decimalOf(openingBalance), currency],
    ...lines.map(({ at, kind, reference, orderNumber: number, amount, balance }) => [
      ...[at.toISOString(), kind, reference, number ?? ''],
      ...[decimalOf(amount), decimalOf(balance), currency],
    ]),
    [to.toISOString(), 'CLOSING_BALANCE', '', '', '', decimalOf(closingBalance), currency],
  ]);
}
