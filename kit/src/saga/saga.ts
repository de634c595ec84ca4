import { crashPoint } from '../crash/index.ts';
import { DomainError, type ErrorCode } from '../errors/index.ts';
import { currentTraceparent } from '../observability/index.ts';
import type { DomainContext, Transaction } from '../use-case/index.ts';
import type { SagaRefusal } from './saga-row.ts';
import { advance, type Claim, claim, claimDue, postpone, readSaga, startUndoing } from './saga-store.ts';

/** One question to another domain, what is written of its answer, and how it is taken back. */
export interface SagaStep<Subject> {
  readonly name: string;
  /** Asked outside any transaction, and asked again after a crash: the other side must know the question by its key. */
  ask(context: DomainContext, subject: Subject): Promise<unknown>;
  /** Written in the transaction that moves the saga on. */
  write?(tx: Transaction, subject: Subject, answer: never): Promise<void>;
  /** Takes back whatever the step may have done. It must be harmless where the step was never done. */
  undo?(context: DomainContext, subject: Subject): Promise<unknown>;
}

export interface Saga<Subject> {
  readonly name: string;
  readonly table: string;
  readonly steps: readonly SagaStep<Subject>[];
  load(context: DomainContext, id: string): Promise<Subject>;
  /**
   * Written in the transaction that gives up, before anything is undone. False where the subject has gone on without its saga, so
   * that nothing may be taken from it any more: then nothing is written, and the step is asked again.
   */
  onRefused(tx: Transaction, id: string, step: string, refusal: SagaRefusal): Promise<boolean>;
}

/** Declares a step with its answer's type. */
export const step = <Subject, Answer>(
  name: string,
  ask: (context: DomainContext, subject: Subject) => Promise<Answer>,
  rest: {
    write?: (tx: Transaction, subject: Subject, answer: Answer) => Promise<void>;
    undo?: (context: DomainContext, subject: Subject) => Promise<unknown>;
  } = {},
): SagaStep<Subject> => ({ name, ask, ...rest }) as SagaStep<Subject>;

const refusalOf = (error: DomainError): SagaRefusal => ({ code: error.code, message: error.message, details: { ...error.details } });

export const errorOf = ({ code, message, details }: SagaRefusal): DomainError => new DomainError(code as ErrorCode, message, details);

const EXHAUSTED: SagaRefusal = { code: 'PAYMENT_FAILED', message: 'It took too long', details: { paymentStatus: 'failed' } };

/** Where a saga ended; null where it did not end here. */
type Ending = { readonly refusal: SagaRefusal | null } | null;

/**
 * Takes a saga as far as it goes now. One process at a time works on one saga: a claim is a lease in the row, renewed with each
 * step, and every write names the claim it was made under. Throws SERVICE_UNAVAILABLE when a step got no answer, after which the
 * job goes on with it.
 */
export async function runSaga<Subject>(context: DomainContext, saga: Saga<Subject>, id: string): Promise<Ending> {
  const claimed = await claim(context.sql, saga.table, id);
  return claimed ? runClaimed(context, saga, claimed) : null;
}

/** Waits for a saga that somebody else works on, and runs it where nobody does. Returns its refusal, if it was refused. */
export async function settleSaga<Subject>(
  context: DomainContext,
  saga: Saga<Subject>,
  id: string,
  patienceMs: number,
): Promise<SagaRefusal | null> {
  for (const givesUpAtMs = Date.now() + patienceMs; ; ) {
    const ending = (await runSaga(context, saga, id)) ?? (await endingOf(context, saga, id));
    if (ending) return ending.refusal;
    if (Date.now() > givesUpAtMs)
      throw new DomainError('SERVICE_UNAVAILABLE', 'It is still being worked on', { service: context.domain, retryAfter: 5 });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function endingOf<Subject>(context: DomainContext, saga: Saga<Subject>, id: string): Promise<Ending> {
  const { state, refusal } = await readSaga(context.sql, saga.table, id);
  return state === 'DONE' || state === 'UNDONE' ? { refusal } : null;
}

/** Goes on with the sagas that are due: their process died, or a step got no answer. */
export async function resumeSagas<Subject>(context: DomainContext, saga: Saga<Subject>): Promise<void> {
  for (const due of await claimDue(context.sql, saga.table, 20)) {
    try {
      await runClaimed(context, saga, due);
    } catch (error) {
      context.log.warn({ err: error, saga: saga.name, id: due.id, traceparent: currentTraceparent() }, 'a saga waits for its next try');
    }
  }
}

async function runClaimed<Subject>(context: DomainContext, saga: Saga<Subject>, claimed: Claim): Promise<Ending> {
  const subject = await saga.load(context, claimed.id);
  let present: Claim | null = claimed;
  while (present && (present.state === 'RUNNING' || present.state === 'UNDOING'))
    present = await (present.state === 'RUNNING' ? doOne(context, saga, present, subject) : undoOne(context, saga, present, subject));
  return present && { refusal: present.refusal };
}

/** Asks the step that is next, and writes its answer where the saga moves on. Null: the claim was lost to somebody else. */
async function doOne<Subject>(context: DomainContext, saga: Saga<Subject>, claimed: Claim, subject: Subject): Promise<Claim | null> {
  const exhausted = claimed.overdue ? await refuse(context, saga, claimed, EXHAUSTED) : 'stands';
  if (exhausted !== 'stands') return exhausted;
  const current = saga.steps[claimed.step]!;
  try {
    const answer = await current.ask(context, subject);
    const moved = await context.transact(async (tx) => {
      const next = await advance(tx.sql, saga.table, claimed, claimed.step + 1, saga.steps.length);
      if (next) await current.write?.(tx, subject, answer as never);
      return next;
    });
    crashPoint(`advanced:${saga.name}.${current.name}`);
    return moved;
  } catch (error) {
    const final = error instanceof DomainError && error.code !== 'SERVICE_UNAVAILABLE';
    const refused = final ? await refuse(context, saga, claimed, refusalOf(error)) : 'stands';
    if (refused !== 'stands') return refused;
    await postpone(context.sql, saga.table, claimed);
    throw error;
  }
}

/** Rolls back a refusal that came too late. */
class Stands extends Error {}

/** The refusal, and what it means for the subject, are committed before anything is taken back. */
function refuse<Subject>(
  context: DomainContext,
  saga: Saga<Subject>,
  claimed: Claim,
  refusal: SagaRefusal,
): Promise<Claim | null | 'stands'> {
  const refusing = context.transact(async (tx) => {
    const undoing = await startUndoing(tx.sql, saga.table, claimed, refusal);
    if (undoing && !(await saga.onRefused(tx, claimed.id, saga.steps[claimed.step]!.name, refusal))) throw new Stands();
    return undoing;
  });
  return refusing.catch((error: unknown) => {
    if (error instanceof Stands) return 'stands' as const;
    throw error;
  });
}

/** Undoing starts with the step that was refused: it may have been done by a try whose answer was lost. */
async function undoOne<Subject>(context: DomainContext, saga: Saga<Subject>, claimed: Claim, subject: Subject): Promise<Claim | null> {
  try {
    await saga.steps[claimed.step]?.undo?.(context, subject);
    return await advance(context.sql, saga.table, claimed, claimed.step - 1, saga.steps.length);
  } catch (error) {
    await postpone(context.sql, saga.table, claimed);
    throw error;
  }
}
