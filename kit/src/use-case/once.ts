import { createHash } from 'node:crypto';
import { DomainError } from '../errors/index.ts';
import type { Transaction } from './context.ts';

/** A hash that does not depend on the order of an object's keys. */
export function hashOf(input: unknown): string {
  const ordered = JSON.stringify(input, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );
  return createHash('sha256')
    .update(ordered ?? '')
    .digest('hex');
}

/**
 * Does the work once per scope and key. The key, the input's hash and the answer commit with the effect, so a repeat gets
 * the first answer, and the same key with other input is IDEMPOTENCY_CONFLICT. Concurrent repeats wait on the key's row.
 */
export async function once<T>(tx: Transaction, scope: string, key: string, input: unknown, work: () => Promise<T>): Promise<T> {
  const inputHash = hashOf(input);
  const inserted = await tx.sql.query(
    'insert into idempotency_key (scope, key, input_hash) values ($1, $2, $3) on conflict do nothing returning key',
    [scope, key, inputHash],
  );
  if (inserted.length === 0) {
    const [row] = await tx.sql.query<{ input_hash: string; answer: T }>(
      'select input_hash, answer from idempotency_key where scope = $1 and key = $2',
      [scope, key],
    );
    if (row?.input_hash !== inputHash) throw new DomainError('IDEMPOTENCY_CONFLICT', 'This idempotency key was used with another input');
    return row.answer;
  }
  const answer = await work();
  await tx.sql.query('update idempotency_key set answer = $3 where scope = $1 and key = $2', [scope, key, JSON.stringify(answer ?? null)]);
  return answer;
}
