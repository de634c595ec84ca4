import { z } from 'zod';
import { type CommandContract, command } from '../commands/contract.ts';

export const DEAD_LETTER_STATUSES = ['RETRYING', 'DEAD', 'WAITING', 'REPLAYED', 'DISCARDED'] as const;

/** Everything of a dead letter but its payload, which no operator needs to see what is wrong. */
const deadLetter = z.object({
  eventId: z.string(),
  event: z.string(),
  version: z.int(),
  /** The domain whose event it is. */
  publisher: z.string(),
  aggregateType: z.string(),
  aggregateId: z.string(),
  status: z.enum(DEAD_LETTER_STATUSES),
  attempts: z.int(),
  error: z.string().nullable(),
  traceId: z.string().nullable(),
  occurredAt: z.string(),
  /** When handling it failed for the first time, or since when it waits: ISO 8601 in UTC, to the microsecond, so that texts sort as moments do. */
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
});

/** What became of a dead letter, and of those behind it. */
const judged = z.object({
  letter: deadLetter,
  /** How many events were handled, the letter and those behind it. */
  handled: z.int(),
  /** How many wait behind it still. */
  waiting: z.int(),
  /** The event at which it stopped, since handling it failed. */
  stoppedBy: z.string().nullable(),
});

const sagaFacts = z.object({
  type: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  state: z.enum(['RUNNING', 'UNDOING']),
  step: z.string(),
  failures: z.int(),
  ageSeconds: z.number(),
  startedAt: z.string(),
  deadlineAt: z.string(),
  nextTryAt: z.string(),
  overdue: z.boolean(),
  refusalCode: z.string().nullable(),
});

const aLetter = z.object({ eventId: z.uuid() });
const moment = z.string().nullable();

const deadLettersAsked = z.object({
  statuses: z.array(z.enum(DEAD_LETTER_STATUSES)),
  event: z.string().nullable(),
  aggregateId: z.string().nullable(),
  /** First seen at this moment or after it, and before the other. */
  from: moment,
  to: moment,
  /** The list goes from the last to the first, and begins with this one. */
  startAt: z.object({ firstSeenAt: z.string(), eventId: z.uuid() }).nullable(),
  limit: z.int(),
});

const sagasAsked = z.object({
  type: z.string().nullable(),
  overdue: z.boolean().nullable(),
  /** The list goes from the oldest to the newest, and begins with what is about this. */
  startAt: z.uuid().nullable(),
  limit: z.int(),
});

export type DeadLetterFacts = z.output<typeof deadLetter>;
export type DeadLettersAsked = z.output<typeof deadLettersAsked>;
export type JudgedDeadLetter = z.output<typeof judged>;
export type SagaFacts = z.output<typeof sagaFacts>;
export type SagasAsked = z.output<typeof sagasAsked>;

/** What an operator may ask of every domain. The kit answers it for all of them, so no domain declares it. */
export interface OperatorCommands {
  readonly listDeadLetters: CommandContract<
    typeof deadLettersAsked,
    z.ZodObject<{ letters: z.ZodArray<typeof deadLetter>; total: z.ZodInt }>
  >;
  readonly replayDeadLetter: CommandContract<typeof aLetter, typeof judged>;
  readonly discardDeadLetter: CommandContract<typeof aLetter, typeof judged>;
  readonly listSagas: CommandContract<typeof sagasAsked, z.ZodObject<{ sagas: z.ZodArray<typeof sagaFacts>; total: z.ZodInt }>>;
}

/** Those of one domain. Doing again what is done already changes nothing, so no key is kept. */
export function operatorCommands(domain: string): OperatorCommands {
  const judging = { input: aLetter, output: judged, errors: ['INVALID_TRANSITION'], absolute: true } as const;
  return {
    listDeadLetters: command(`${domain}.listDeadLetters`, {
      input: deadLettersAsked,
      output: z.object({ letters: z.array(deadLetter), total: z.int() }),
      reads: true,
    }),
    replayDeadLetter: command(`${domain}.replayDeadLetter`, judging),
    discardDeadLetter: command(`${domain}.discardDeadLetter`, judging),
    listSagas: command(`${domain}.listSagas`, {
      input: sagasAsked,
      output: z.object({ sagas: z.array(sagaFacts), total: z.int() }),
      reads: true,
    }),
  };
}
