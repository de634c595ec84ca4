import { Money } from '@stoa/kit/money';
import { openPaper } from '@stoa/kit/paper';
import type { Sheet } from './statement-sheet.ts';

const COLUMNS = [
  { left: 56, right: 170 },
  { left: 170, right: 270 },
  { left: 270, right: 370 },
  { left: 370, right: 455, align: 'right' },
  { left: 455, right: 539, align: 'right' },
] as const;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const momentOf = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');

/** A statement on paper. The same sheet is the same bytes. */
export function printStatement({ accountCode, statement, lines }: Sheet): Promise<Buffer> {
  const { from, to, openingBalance, closingBalance, credits, debits } = statement;
  const money = (amount: Money): string => Money.of(amount).formatted('en-US');
  const paper = openPaper('Statement', `Statement ${dayOf(from)} ${dayOf(to)}`, to);
  paper.heading([
    `Account  ${accountCode}`,
    `From  ${momentOf(from)} UTC`,
    `To  ${momentOf(to)} UTC`,
    `Opening balance  ${money(openingBalance)}`,
    `Added  ${money(credits)}`,
    `Taken  ${money(debits)}`,
    `Closing balance  ${money(closingBalance)}`,
  ]);
  paper.row(COLUMNS, ['Date (UTC)', 'What', 'Order', 'Amount', 'Balance'], true);
  for (const { at, kind, orderNumber, amount, balance } of lines)
    paper.row(COLUMNS, [momentOf(at), kind, orderNumber ?? '', money(amount), money(balance)]);
  return paper.end();
}
