import pg from 'pg';

interface Submitted {
  readonly text?: string;
  readonly texts?: readonly string[];
  submit?(connection: unknown): unknown;
  handleError?(error: Error): void;
}
type Query = (this: pg.Client, first: string | Submitted, ...more: unknown[]) => unknown;

/** What a process would have seen of its end: nothing. Whoever is asked after it answers so. */
class Dead extends Error {
  override readonly name = 'Dead';
}

const NEVER = Number.POSITIVE_INFINITY;
const prototype = pg.Client.prototype as unknown as { query: Query };
const original = prototype.query;
let statementsLeft = NEVER;
let dead = false;
const written = new Set<string>();
/** Databases that were written to when the process died: what they had been sent they may commit a moment later. */
const late = new Set<string>();
let clock: { readonly nowMs: number } | null = null;
/** What each connection takes for the present. */
const presents = new WeakMap<pg.Client, number>();

/** In place before any client connects, since a client keeps the `query` that it had then. */
prototype.query = function (this: pg.Client, first, ...more) {
  const texts = typeof first === 'string' ? [first] : (first?.texts ?? [first?.text ?? '']);
  // What a dead process had begun is rolled back by the server.
  const rollsBack = texts.length === 1 && texts[0]!.toLowerCase() === 'rollback';
  if (!rollsBack && (dead || --statementsLeft < 0)) {
    dead = true;
    return refuse(first, more);
  }
  tellTheTime(this);
  if (texts.some((text) => text.includes('insert into outbox'))) written.add(this.database ?? '');
  return original.call(this, first, ...more);
};

/** What Postgres said of the connection last: `I` outside of any transaction. Its types do not know it yet. */
const statusOf = (client: pg.Client): string | null =>
  (client as unknown as { getTransactionStatus(): string | null }).getTransactionStatus();

/** A transaction keeps the time at which it began, so its connection is told before it begins. */
function tellTheTime(client: pg.Client): void {
  if (!clock || presents.get(client) === clock.nowMs || statusOf(client) !== 'I') return;
  presents.set(client, clock.nowMs);
  void (original as (this: pg.Client, text: string) => Promise<unknown>).call(
    client,
    `set simulation.now = '${new Date(clock.nowMs).toISOString()}'`,
  );
}

/** From now on, until it is told otherwise, every connection lives by this clock. */
export function liveBy(next: { readonly nowMs: number } | null): void {
  clock = next;
}

function refuse(first: string | Submitted, more: readonly unknown[]): unknown {
  const error = new Dead('this process has died');
  const callback = more.at(-1);
  if (typeof callback === 'function') process.nextTick(callback as (error: Error) => void, error);
  else if (typeof first === 'object' && first.submit && first.handleError) process.nextTick(() => first.handleError!(error));
  else return Promise.reject(error);
  return first;
}

/**
 * Has this process die, as far as its databases can tell, after so many statements from now: none reaches them any more until the
 * work in hand has come to its end. Answers whether it came to that.
 */
export async function dyingAfter(statements: number, work: () => Promise<unknown>): Promise<boolean> {
  statementsLeft = statements;
  try {
    await work().catch((error: unknown) => {
      if (!dead) throw error;
    });
    if (dead) for (const database of written) late.add(database);
    return dead;
  } finally {
    statementsLeft = NEVER;
    dead = false;
  }
}

/** Whether the process is dead at present, to all that is not itself. */
export const isDead = (): boolean => dead;

/** Databases whose outbox was written to since it was asked last. */
export function outboxesWritten(): ReadonlySet<string> {
  const databases = new Set(written);
  written.clear();
  for (const database of late) written.add(database);
  late.clear();
  return databases;
}
