import { newId, type Sql } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { TransactionPosted } from '@stoa/schema/events/ledger';
import { openAccounts } from '../account/open-account.ts';
import type { PlannedEntry } from './entries-of.ts';
import type { TransactionKind } from './transaction.entity.ts';

interface Posting {
  readonly kind: TransactionKind;
  readonly reference: string;
  /** Null for what belongs to no order. */
  readonly orderId: string | null;
  readonly currency: string;
  readonly entries: readonly PlannedEntry[];
}

/**
 * Writes a balanced transaction, once for its kind and reference; false where it was posted before. The database checks the balance again,
 * and keeps the accounts'.
 */
export async function postTransaction(tx: Transaction, posting: Posting): Promise<boolean> {
  const id = newId();
  if (!(await insert(tx.sql, id, posting))) {
    // Nearly always all accounts are there, so they are opened only where nothing was posted; then it was posted before, or is now.
    const codes = posting.entries.map((entry) => entry.code);
    await openAccounts(tx.sql, codes, posting.currency);
    if (!(await insert(tx.sql, id, posting))) return false;
  }
  const { kind, reference } = posting;
  // A payout tells of itself.
  if (kind === 'CAPTURE' || kind === 'REFUND') tx.emit(TransactionPosted, { id, version: 1 }, { transactionId: id, kind, reference });
  return true;
}

/** False where it was posted before, or an account is missing: then nothing is written. */
async function insert(sql: Sql, id: string, { kind, reference, orderId, currency, entries }: Posting): Promise<boolean> {
  const posted = await sql.query(
    `with planned as (
       select id, code, direction, "amountMinor", position
       from jsonb_to_recordset($6) as entry (id uuid, code text, direction text, "amountMinor" bigint, position int)
     ), posted as (
       insert into ledger_transaction (id, kind, reference, order_id) select $1::uuid, $2, $3, $4::uuid
       where not exists (
         select from planned where not exists (select from ledger_account where ledger_account.code = planned.code and currency = $5))
       on conflict (kind, reference) do nothing returning id
     ), written as (
       insert into ledger_entry (id, transaction_id, account_id, direction, amount_minor, currency, position)
       select planned.id, posted.id, account.id, direction, "amountMinor", account.currency, position
       from posted, planned join ledger_account account on account.code = planned.code and account.currency = $5
     )
     select id from posted`,
    [id, kind, reference, orderId, currency, JSON.stringify(entries.map((entry, position) => ({ ...entry, position, id: newId() })))],
  );
  return posted.length > 0;
}
