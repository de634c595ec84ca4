import { join } from 'node:path';
import { parsedLines } from '../journal/journal-file.ts';
import type { IntentTotals, SumsByCurrency } from '../stripe/read-journal.ts';
import { JOURNAL_FILE } from './razorpay-books.ts';
import { RazorpayState } from './razorpay-state.ts';
import type { RazorpayChange } from './records.ts';

/** What Razorpay took and gave back. */
export interface RazorpayTotals {
  captured: SumsByCurrency;
  refunded: SumsByCurrency;
  /** By the order's id; orders that never took money are there with zeros. */
  orders: Record<string, IntentTotals>;
}

/** Reads what the journal in a sandbox's data folder comes to, of a sandbox that is running or not. A missing journal is empty. */
export async function readRazorpayJournal(folder: string): Promise<RazorpayTotals> {
  const state = new RazorpayState();
  for await (const { line } of parsedLines<RazorpayChange>(join(folder, JOURNAL_FILE))) state.apply(line);
  return totalsOf(state);
}

/** Adds up payments and refunds: the money that moved, whatever the orders say of themselves. */
export function totalsOf(state: RazorpayState): RazorpayTotals {
  const totals: RazorpayTotals = { captured: {}, refunded: {}, orders: {} };
  for (const { id, currency, notes } of state.orders.all())
    totals.orders[id] = { currency: currency.toLowerCase(), metadata: notes, captured: 0, refunded: 0, lost: 0 };
  const add = (kind: 'captured' | 'refunded', orderId: string, currency: string, amount: number): void => {
    totals[kind][currency.toLowerCase()] = (totals[kind][currency.toLowerCase()] ?? 0) + amount;
    totals.orders[orderId]![kind] += amount;
  };
  for (const { orderId, currency, amount, status } of state.payments.all())
    if (status === 'captured' || status === 'refunded') add('captured', orderId, currency, amount);
  for (const { paymentId, currency, amount, status } of state.refunds.all())
    if (status !== 'failed') add('refunded', state.payments.get(paymentId)!.orderId, currency, amount);
  for (const { paymentId, amount, status } of state.disputes.all())
    if (status === 'lost') totals.orders[state.payments.get(paymentId)!.orderId]!.lost += amount;
  return totals;
}
