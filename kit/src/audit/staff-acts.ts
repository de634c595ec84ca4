import type { z } from 'zod';
import type { CommandContract } from '../commands/contract.ts';
import { type Job, job, minutes } from '../jobs/index.ts';
import type { Transaction } from '../use-case/context.ts';
import type { Act, ActFact } from './act.ts';

export const OUTCOMES = ['DONE', 'REFUSED', 'FAILED'] as const;

/** An act with what came of it. A refusal has the code that was answered. */
export interface KeptAct extends Act {
  readonly id: string;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly code: string | null;
  readonly traceId: string | null;
}

/** An act as it is told to whoever keeps those of all domains. */
export interface ToldAct extends KeptAct {
  readonly at: string;
}

/** Where a domain writes down what staff do, in the transaction in which they do it. */
export interface StaffActs {
  keep(tx: Transaction, act: KeptAct): Promise<unknown>;
  /** The table of `keep`, which has a column `action`. */
  readonly table: string;
  readonly jobs: readonly Job[];
}

type Recording = CommandContract<z.ZodType<{ domain: string; acts: ToldAct[] }>>;

const ACTS_OF_A_CALL = 100;
const COLUMNS = `id, actor_id as "actorId", on_behalf_of as "onBehalfOf", action, subject_type as "subjectType", subject_id as "subjectId", reason, facts, outcome, code,
  trace_id as "traceId", at`;

/** Keeps what staff do in the domain's own database, for good, and tells it to the domain that shows all of it. */
export function staffActs(recording: Recording, domain: string): StaffActs {
  const tell = job(`${domain}.tellStaffActs`, minutes(1), async (context) => {
    for (let more = true; more; ) {
      const acts = await context.sql.query<ToldAct & { at: Date; facts: ActFact[] }>(
        `select ${COLUMNS} from staff_act where not told order by id limit ${ACTS_OF_A_CALL}`,
      );
      if (acts.length === 0) return;
      const told = acts.map(({ at, ...act }) => ({ ...act, at: new Date(at).toISOString() }));
      await context.call(recording, { domain, acts: told });
      await context.sql.query('update staff_act set told = true where id = any($1::uuid[])', [acts.map(({ id }) => id)]);
      more = acts.length === ACTS_OF_A_CALL;
    }
  });
  return {
    table: 'staff_act',
    jobs: [tell],
    keep: async (tx, { id, actorId, onBehalfOf, action, subjectType, subjectId, reason, facts, outcome, code, traceId }) => {
      await tx.sql.query(
        `insert into staff_act (id, actor_id, on_behalf_of, action, subject_type, subject_id, reason, facts, outcome, code, trace_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, actorId, onBehalfOf, action, subjectType, subjectId, reason, JSON.stringify(facts), outcome, code, traceId],
      );
      tx.wakeJob(tell.name);
    },
  };
}
