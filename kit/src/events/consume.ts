import type { Sql, SqlDatabase } from '../persistence/sql.ts';
import {
  type DeliverMany,
  type DeliveryOutcome,
  type DeliveryPosition,
  type DurableConsumer,
  type EventLogger,
  silentLogger,
} from './bus.ts';
import type { EventEnvelope } from './contract.ts';
import { CrashPointReached, crashPoint } from './crash-point.ts';
import { EventFigures } from './event-figures.ts';
import { backoffMs, Deferred, defaultRetryPolicy, isTransient, messageOf, type RetryPolicy } from './failure.ts';
import { type Delivery, type InboxAnswer, knownToInbox, OneByOne, storeLetter, takeIntoInbox, takeManyIntoInbox } from './inbox.ts';

/**
 * Runs a domain's handler for one event, in one transaction:
 * 1. open the transaction and call `guard` with a `Sql` bound to it, before anything else;
 * 2. only where it answers 'fresh', run the handler, and write its outbox rows last;
 * 3. commit in every case, since the guard itself may have written, and answer what the guard answered.
 * Whatever the guard or the handler throws rolls back and is thrown on. After the commit, the runner wakes the domain's relay.
 */
export type HandlerRun = (envelope: EventEnvelope, guard: (sql: Sql) => Promise<InboxAnswer>) => Promise<InboxAnswer>;

/** The same for several events at once, of which the guard says for each whether it is to be handled. */
export interface HandleMany {
  /** The events of which several may be handled by one call, by name. */
  readonly names: ReadonlySet<string>;
  run(envelopes: readonly EventEnvelope[], guard: (sql: Sql) => Promise<readonly InboxAnswer[]>): Promise<readonly InboxAnswer[]>;
}

/** What makes a durable consumer of a domain's handlers for one stream. */
export interface ConsumerOptions {
  readonly domain: string;
  readonly stream: string;
  readonly database: SqlDatabase;
  readonly events: readonly { readonly name: string; readonly version: number }[];
  readonly run: HandlerRun;
  readonly many?: HandleMany;
  readonly retry?: Partial<RetryPolicy>;
  readonly concurrency?: number;
  readonly figures?: EventFigures;
  readonly logger?: EventLogger;
}

/** Turns a domain's handlers into a consumer that has the effect of each event once, and loses none that fails. */
export function durableConsumer(options: ConsumerOptions): DurableConsumer {
  const { domain, stream, database, events, run, figures = new EventFigures(), logger = silentLogger } = options;
  const policy: RetryPolicy = { ...defaultRetryPolicy, ...options.retry };

  async function deliver(envelope: EventEnvelope, { sequence, attempt }: DeliveryPosition): Promise<DeliveryOutcome> {
    const delivery: Delivery = { consumer: domain, stream, sequence, envelope };
    const beganAtMs = performance.now();
    try {
      const answer = await run(envelope, async (sql) => takeIntoInbox(sql, delivery));
      crashPoint('consume.after-commit');
      handled(envelope, answer, performance.now() - beganAtMs);
      return { outcome: 'done' };
    } catch (error) {
      if (error instanceof CrashPointReached) throw error;
      return await failed(delivery, attempt, error);
    }
  }

  function handled({ name, occurredAt }: EventEnvelope, answer: InboxAnswer, tookMs: number): void {
    figures.consumed.of(domain, name, answer).add();
    figures.handling.of(domain, name).observeMs(tookMs);
    if (answer === 'fresh') figures.delivery.of(domain, stream).observeMs(Math.max(0, Date.now() - Date.parse(occurredAt)));
  }

  /** All of them in one transaction. If that fails, it shows by whom when each is delivered by itself. */
  async function deliverMany(handle: HandleMany, events: Parameters<DeliverMany['deliver']>[0]): Promise<DeliveryOutcome[]> {
    const deliveries = events.map(({ envelope, position: { sequence } }): Delivery => ({ consumer: domain, stream, sequence, envelope }));
    const beganAtMs = performance.now();
    try {
      const answers = await handle.run(
        events.map(({ envelope }) => envelope),
        (sql) => takeManyIntoInbox(sql, deliveries),
      );
      crashPoint('consume.after-commit');
      // Each of them took its part of the time.
      const eachMs = (performance.now() - beganAtMs) / events.length;
      for (const [index, answer] of answers.entries()) handled(events[index]!.envelope, answer, eachMs);
      return answers.map(() => ({ outcome: 'done' }));
    } catch (error) {
      if (error instanceof CrashPointReached) throw error;
      if (!(error instanceof OneByOne))
        logger.warn({ consumer: domain, count: events.length, error: messageOf(error) }, 'Events could not be handled together.');
    }
    const outcomes: DeliveryOutcome[] = [];
    for (const { envelope, position } of events) outcomes.push(await deliver(envelope, position));
    return outcomes;
  }

  async function failed(delivery: Delivery, attempt: number, error: unknown): Promise<DeliveryOutcome> {
    const about = { event: delivery.envelope.name, id: delivery.envelope.id, consumer: domain, error: messageOf(error) };
    if (!isTransient(error)) {
      try {
        const verdict = await judge(database, delivery, policy, error);
        figures.consumed.of(domain, delivery.envelope.name, verdict === 'retry' ? 'failed' : verdict).add();
        if (verdict === 'dead') logger.error(about, 'An event became a dead letter. Later events of its aggregate wait behind it.');
        if (verdict !== 'retry') return { outcome: 'done' };
      } catch (judging) {
        if (judging instanceof CrashPointReached) throw judging;
        logger.warn({ ...about, error: messageOf(judging) }, 'A failure could not be written down; the event is tried again.');
      }
    }
    const afterMs = backoffMs(policy, attempt);
    logger.warn({ ...about, attempt, afterMs }, 'An event could not be handled; it is tried again.');
    return { outcome: 'retry', afterMs };
  }

  const { concurrency, many } = options;
  return {
    ...{ domain, stream, database, events, deliver },
    ...(concurrency !== undefined && { concurrency }),
    ...(many && { many: { names: many.names, deliver: (several) => deliverMany(many, several) } }),
  };
}

/**
 * Counts the failure where all replicas see it, and decides. The first failure's time is the database's, so that a deadline holds
 * over restarts.
 */
async function judge(
  database: SqlDatabase,
  delivery: Delivery,
  policy: RetryPolicy,
  error: unknown,
): Promise<'retry' | 'dead' | 'duplicate' | 'blocked'> {
  return database.transaction(async (sql) => {
    // Another replica may have handled it while this one failed.
    if ((await knownToInbox(sql, [delivery.envelope.id])).size > 0) return 'duplicate';
    const deferred = error instanceof Deferred;
    const letter = { state: 'retrying', attempts: deferred ? 0 : 1, error: messageOf(error).slice(0, 2_000) } as const;
    const { attempts, failingForMs } = await storeLetter(sql, delivery, letter);
    if (deferred ? failingForMs < policy.deferForMs : attempts < policy.attempts) return 'retry';
    crashPoint('consume.before-dead-letter');
    const answer = await takeIntoInbox(sql, delivery);
    // Handled by another replica after all, or stored to wait behind an earlier dead letter.
    if (answer !== 'fresh') return answer;
    await storeLetter(sql, delivery, { ...letter, state: 'dead', attempts: Math.max(attempts, 1) });
    return 'dead';
  });
}
