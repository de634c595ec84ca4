import { join } from 'node:path';
import type { Numbered } from '../journal/journal.ts';
import { parsedLines } from '../journal/journal-file.ts';
import type { Charge, Dispute, Intent, Refund, StripeChange, Transfer } from './records.ts';
import { JOURNAL_FILE } from './stripe-books.ts';
import { StripeState } from './stripe-state.ts';

/** One line of the provider's journal. */
export type JournalLine = StripeChange & Numbered;

/** Sums in the currency's minor unit, by currency. */
export type SumsByCurrency = Record<string, number>;

/** What one payment intent took and gave back. */
export interface IntentTotals {
  currency: string;
  captured: number;
  refunded: number;
  /** What banks took back for good. */
  lost: number;
  metadata: Record<string, string>;
}

/** What the provider took, gave back and passed on. */
export interface JournalTotals {
  captured: SumsByCurrency;
  refunded: SumsByCurrency;
  /** What banks took back for good, of charges that their buyers complained of. */
  lost: SumsByCurrency;
  /** What is with a bank until it decides. */
  contested: SumsByCurrency;
  /** What went on to sellers' accounts. */
  transferred: SumsByCurrency;
  /** By the intent's id; intents that never took money are there with zeros. */
  intents: Record<string, IntentTotals>;
}

/** The provider's truth, as its journal tells it. */
export interface JournalContent {
  lineCount: number;
  intents: readonly Intent[];
  charges: readonly Charge[];
  refunds: readonly Refund[];
  disputes: readonly Dispute[];
  transfers: readonly Transfer[];
  events: readonly { id: string; type: string; createdAt: number; objectId: string }[];
  totals: JournalTotals;
}

/** Yields the journal's lines in order, of a sandbox that is running or not. */
export async function* journalLines(folder: string): AsyncGenerator<JournalLine> {
  for await (const { line } of parsedLines<JournalLine>(join(folder, JOURNAL_FILE))) yield line;
}

/** Reads the journal in a sandbox's data folder, of a sandbox that is running or not. A missing journal is empty. */
export async function readJournal(folder: string): Promise<JournalContent> {
  const state = new StripeState();
  let lineCount = 0;
  for await (const { line, pointer } of parsedLines<JournalLine>(join(folder, JOURNAL_FILE))) {
    state.apply(line, pointer);
    lineCount += 1;
  }
  return {
    lineCount,
    intents: state.intents.all(),
    charges: state.charges.all(),
    refunds: state.refunds.all(),
    disputes: state.disputes.all(),
    transfers: state.transfers.all(),
    events: state.events.all().map(({ id, type, createdAt, objectId }) => ({ id, type, createdAt, objectId })),
    totals: totalsOf(state),
  };
}

/** Adds up charges, refunds and transfers: the money that moved, whatever the intents say of themselves. */
export function totalsOf(state: StripeState): JournalTotals {
  const totals: JournalTotals = { captured: {}, refunded: {}, lost: {}, contested: {}, transferred: {}, intents: {} };
  for (const { id, currency, metadata } of state.intents.all()) {
    totals.intents[id] = { currency, metadata, captured: 0, refunded: 0, lost: 0 };
  }
  const add = (kind: 'captured' | 'refunded' | 'lost', intentId: string, currency: string, amount: number): void => {
    totals[kind][currency] = (totals[kind][currency] ?? 0) + amount;
    const intent = totals.intents[intentId];
    if (intent) intent[kind] += amount;
  };
  for (const { intentId, currency, amount, status } of state.charges.all()) {
    if (status === 'succeeded') add('captured', intentId, currency, amount);
  }
  for (const { intentId, currency, amount } of state.refunds.all()) add('refunded', intentId, currency, amount);
  for (const { intentId, currency, amount, status } of state.disputes.all()) {
    if (status === 'lost') add('lost', intentId, currency, amount);
    if (status === 'needs_response') totals.contested[currency] = (totals.contested[currency] ?? 0) + amount;
  }
  for (const { currency, amount } of state.transfers.all()) totals.transferred[currency] = (totals.transferred[currency] ?? 0) + amount;
  return totals;
}
