import { newId } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { TransactionPosted } from '@stoa/schema/events/ledger';
import { openAccounts } from '../account/open-account.ts';
import type { PlannedEntry } from './entries-of.ts';
import type { TransactionKind } from './transaction.entity.ts';

interface Posting {
  readonly kind: TransactionKind;
  readonly reference: string;
  readonly orderId: string;
  readonly currency: string;
  readonly entries: readonly PlannedEntry[];
}

/** Writes a balanced transaction, once for its kind and reference. The database checks the balance again, and keeps the accounts'. */
export async function postTransaction(tx: Transaction, { kind, reference, orderId, currency, entries }: Posting): Promise<void> {
  const id = newId();
  const inserted = await tx.sql.query(
    'insert into ledger_transaction (id, kind, reference, order_id) values ($1, $2, $3, $4) on conflict (kind, reference) do nothing returning id',
    [id, kind, reference, orderId],
  );
  if (inserted.length === 0) return;
  const accountIds = await openAccounts(tx.sql, [...new Set(entries.map((entry) => entry.code))], currency);
  const rows = entries.map((entry, position) => ({ ...entry, position, id: newId(), accountId: accountIds.get(entry.code)! }));
  // Accounts are locked in one order everywhere, or two postings could wait for each other.
  rows.sort((left, right) => left.accountId.localeCompare(right.accountId) || left.position - right.position);
  await tx.sql.query(
    `insert into ledger_entry (id, transaction_id, account_id, direction, amount_minor, currency, position)
     select id, $1, "accountId", direction, "amountMinor", $2, position
     from jsonb_to_recordset($3::jsonb) as entry (id uuid, "accountId" uuid, direction text, "amountMinor" bigint, position int)`,
    [id, currency, JSON.stringify(rows)],
  );
  tx.emit(TransactionPosted, { id, version: 1 }, { transactionId: id, kind, reference });
}
