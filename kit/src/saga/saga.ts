import { crashPoint } from '../crash/index.ts';
import { DomainError, type ErrorCode } from '../errors/index.ts';
import { currentTraceparent } from '../observability/index.ts';
import type { DomainContext, Transaction } from '../use-case/index.ts';
import type { SagaRefusal } from './saga-row.ts';
import { type Claim, claim, claimDue, finish, type Outcome, postpone, readSaga, renew, startUndoing, undone } from './saga-store.ts';

/** One question to another domain, and how it is taken back. */
export interface SagaStep<Subject, Answer> {
  /**
   * Asked outside any transaction, and asked again after a crash or where a later step got no answer: the other side must know the
   * question by its key, and answer it as before.
   */
  ask(context: DomainContext, subject: Subject): Promise<Answer>;
  /** Takes back whatever the step may have done. It must be harmless where the step was never done. */
  undo?(context: DomainContext, subject: Subject): Promise<unknown>;
}

/**
 * Questions to other domains, one after the other, and what is written once all are answered. That no answer is written before the
 * last one costs a repetition of the questions after a crash, and saves a commit for each of them wherever there is none.
 */
export interface Saga<Subject, Answers extends object> {
  readonly name: string;
  readonly table: string;
  /** The type in the graph of what it is about. */
  readonly subject: string;
  /** In the order in which they are asked. */
  readonly steps: { readonly [Name in keyof Answers]: SagaStep<Subject, Answers[Name]> };
  load(context: DomainContext, id: string): Promise<Subject>;
  /** What is written of the answers, with the end of the saga: a statement on the row whose id is in `done`. */
  outcome(answers: Answers): Outcome;
  /**
   * Written in the transaction that gives up, before anything is undone; `step` is null where it took too long. False where the
   * subject has gone on without its saga, so that nothing may be taken from it any more: then nothing is written, and the steps are
   * asked again.
   */
  onRefused(tx: Transaction, id: string, step: keyof Answers | null, refusal: SagaRefusal): Promise<boolean>;
}

/** What an operator is told of a saga, beside its rows. */
export type DeclaredSaga = Pick<Saga<never, never>, 'name' | 'table' | 'subject'> & { readonly steps: object };

const refusalOf = (error: DomainError): SagaRefusal => ({ code: error.code, message: error.message, details: { ...error.details } });

export const errorOf = ({ code, message, details }: SagaRefusal): DomainError => new DomainError(code as ErrorCode, message, details);

const EXHAUSTED: SagaRefusal = { code: 'PAYMENT_FAILED', message: 'It took too long', details: { paymentStatus: 'failed' } };

/** A third of the lease: what is left of it is enough for any one question. */
const RENEW_AFTER_MS = 10_000;

/** Where a saga ended. The answers are there only where it was done here and now. */
export interface Ending<Answers> {
  readonly refusal: SagaRefusal | null;
  readonly answers: Answers | null;
}

/** A saga that was begun here a moment ago, and is claimed. */
export interface Started<Subject> {
  readonly claim: Claim;
  readonly subject: Subject;
}

/**
 * Takes a saga to its end: runs one that was begun here, or one that nobody works on, and waits for one that somebody else works on.
 * One process at a time works on one saga: a claim is a lease in the row, and every write names the claim it was made under. Throws
 * SERVICE_UNAVAILABLE when a step got no answer, after which the job goes on with it.
 */
export async function settleSaga<Subject, Answers extends object>(
  context: DomainContext,
  saga: Saga<Subject, Answers>,
  id: string,
  patienceMs: number,
  started: Started<Subject> | null,
): Promise<Ending<Answers>> {
  let ending = started && (await runClaimed(context, saga, started.claim, started.subject));
  for (const givesUpAtMs = Date.now() + patienceMs; ; ) {
    ending ??= (await runSaga(context, saga, id)) ?? (await endingOf(context, saga, id));
    if (ending) return ending;
    if (Date.now() > givesUpAtMs) throw stillWorkedOn(context);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const stillWorkedOn = ({ domain }: DomainContext): DomainError =>
  new DomainError('SERVICE_UNAVAILABLE', 'It is still being worked on', { service: domain, retryAfter: 5 });

async function runSaga<Subject, Answers extends object>(
  context: DomainContext,
  saga: Saga<Subject, Answers>,
  id: string,
): Promise<Ending<Answers> | null> {
  const claimed = await claim(context.sql, saga.table, id);
  return claimed && runClaimed(context, saga, claimed, await saga.load(context, id));
}

async function endingOf<Subject, Answers extends object>(
  context: DomainContext,
  saga: Saga<Subject, Answers>,
  id: string,
): Promise<Ending<Answers> | null> {
  const { state, refusal } = await readSaga(context.sql, saga.table, id);
  return state === 'DONE' || state === 'UNDONE' ? { refusal, answers: null } : null;
}

/** Goes on with the sagas that are due: their process died, or a step got no answer. */
export async function resumeSagas<Subject, Answers extends object>(context: DomainContext, saga: Saga<Subject, Answers>): Promise<void> {
  for (const due of await claimDue(context.sql, saga.table, 20)) {
    try {
      await runClaimed(context, saga, due, await saga.load(context, due.id));
    } catch (error) {
      context.log.warn({ err: error, saga: saga.name, id: due.id, traceparent: currentTraceparent() }, 'a saga waits for its next try');
    }
  }
}

/** Null: the claim was lost to somebody else. */
async function runClaimed<Subject, Answers extends object>(
  context: DomainContext,
  saga: Saga<Subject, Answers>,
  claimed: Claim,
  subject: Subject,
): Promise<Ending<Answers> | null> {
  const asked: Asked = { step: null };
  try {
    const reached = claimed.state === 'RUNNING' ? await goForward(context, saga, claimed, subject, asked) : claimed;
    return reached && 'claims' in reached ? await goBack(context, saga, reached, subject) : reached;
  } catch (error) {
    await postpone(context.sql, saga.table, claimed, asked.step);
    throw error;
  }
}

/** The step that was asked last; null before the first. */
interface Asked {
  step: number | null;
}

/** Asks every step. The answer is where the saga ended, or the claim under which it is to be taken back. */
async function goForward<Subject, Answers extends object>(
  context: DomainContext,
  saga: Saga<Subject, Answers>,
  claimed: Claim,
  subject: Subject,
  asked: Asked,
): Promise<Ending<Answers> | Claim | null> {
  const exhausted = claimed.overdue ? await refuse(context, saga, claimed, null, EXHAUSTED) : 'stands';
  if (exhausted !== 'stands') return exhausted;
  const answers: Partial<Answers> = {};
  let leasedAtMs = Date.now();
  for (const [step, name] of namesOf(saga).entries()) {
    asked.step = step;
    if (Date.now() - leasedAtMs > RENEW_AFTER_MS) {
      if (!(await renew(context.sql, saga.table, claimed))) return null;
      leasedAtMs = Date.now();
    }
    try {
      answers[name] = await saga.steps[name].ask(context, subject);
    } catch (error) {
      const final = error instanceof DomainError && error.code !== 'SERVICE_UNAVAILABLE';
      const refused = final ? await refuse(context, saga, claimed, name, refusalOf(error)) : 'stands';
      if (refused !== 'stands') return refused;
      // Whoever asked must not take a refusal for the end of what stands.
      throw final ? stillWorkedOn(context) : error;
    }
    crashPoint(`advanced:${saga.name}.${name}`);
  }
  const done = await finish(context.sql, saga.table, claimed, saga.outcome(answers as Answers));
  crashPoint(`finished:${saga.name}`);
  return done ? { refusal: null, answers: answers as Answers } : null;
}

const namesOf = <Subject, Answers extends object>({ steps }: Saga<Subject, Answers>) => Object.keys(steps) as (keyof Answers & string)[];

/** Rolls back a refusal that came too late. */
class Stands extends Error {}

/**
 * The refusal, and what it means for the subject, are committed before anything is taken back. That begins with the step that was
 * refused, since a try whose answer was lost may have done it; an earlier claim may have come further than this one, so after such
 * a one it begins with the last step.
 */
function refuse<Subject, Answers extends object>(
  context: DomainContext,
  saga: Saga<Subject, Answers>,
  claimed: Claim,
  step: (keyof Answers & string) | null,
  refusal: SagaRefusal,
): Promise<Claim | null | 'stands'> {
  const names = namesOf(saga);
  const from = claimed.claims === 1 && step !== null ? names.indexOf(step) : names.length - 1;
  const refusing = context.transact(async (tx) => {
    const undoing = await startUndoing(tx.sql, saga.table, claimed, from, refusal);
    if (undoing && !(await saga.onRefused(tx, claimed.id, step, refusal))) throw new Stands();
    return undoing;
  });
  return refusing.catch((error: unknown) => {
    if (error instanceof Stands) return 'stands' as const;
    throw error;
  });
}

/** Takes back step by step, the first one last. */
async function goBack<Subject, Answers extends object>(
  context: DomainContext,
  saga: Saga<Subject, Answers>,
  undoing: Claim,
  subject: Subject,
): Promise<Ending<Answers> | null> {
  const names = namesOf(saga);
  let present: Claim | null = undoing;
  while (present?.state === 'UNDOING') {
    await saga.steps[names[present.step]!]?.undo?.(context, subject);
    present = await undone(context.sql, saga.table, present);
  }
  return present && { refusal: present.refusal, answers: null };
}
