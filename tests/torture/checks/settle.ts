import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from '../../../cli/src/audit/audit.ts';
import type { Books } from '../../../cli/src/audit/books.ts';
import { FORGED } from '../faults/lies.ts';
import type { OpenBooks } from '../open-books.ts';
import type { Tally } from '../tally.ts';
import { withRows } from './rows-of.ts';

const AUDIT_EVERY_MS = 3_000;
const LOOK_EVERY_MS = 1_000;

/** What holds at every moment is looked at in the middle of it all. */
export async function auditAllAlong(books: OpenBooks, tally: Tally, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await sleep(AUDIT_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    try {
      const { checked, violations } = await audit(await books.read(), { settled: false });
      tally.noteChecks(checked);
      tally.violations.push(...violations);
    } catch {
      // Postgres is down just now, and is looked into again when it is back.
    }
  }
}

/** Waits until nothing is under way any more; what is not right by then is a violation. */
export async function settle(books: OpenBooks, tally: Tally, withinMs: number): Promise<void> {
  for (const deadline = performance.now() + withinMs; ; await sleep(LOOK_EVERY_MS)) {
    const { checked, violations } = await audit(withoutForgeries(await books.read()), { settled: true });
    if (violations.length > 0 && performance.now() < deadline) continue;
    tally.noteChecks(checked);
    tally.violations.push(...(await withRows(books, violations)));
    return;
  }
}

/** Who forges with the right secret is heard, and parked for a person to look at: that is the right end of it. */
const withoutForgeries = (books: Books): Books => ({
  ...books,
  rows: async <Row extends object>(domain: string, sql: string) =>
    (await books.rows<Row>(domain, sql)).filter((row) => !('what' in row && String(row.what).startsWith(FORGED))),
});

/** A forgery with the right secret was parked, and nothing else came of it. */
export async function forgeriesAreParked(books: OpenBooks, tally: Tally): Promise<void> {
  const heard = await books.rows<{ id: string }>(
    'payments',
    `select id from provider_event where id like '${FORGED}%' and status <> 'PARKED'`,
  );
  tally.check(
    'no forged webhook is taken',
    heard.map(({ id }) => id),
  );
}
