import type { z } from 'zod';
import type { CommandContract } from '../commands/index.ts';
import type { EventContract } from '../events/index.ts';
import { type EventHandler, on } from '../handlers/index.ts';
import { type Job, job, minutes } from '../jobs/index.ts';
import type { DomainContext } from '../use-case/context.ts';
import { forget, gather, type HeldRow, type Holding } from './holding.ts';

/** How domains hear that somebody wants to read or to be rid of what is held of them, and where they hand it over. */
export interface PersonalDataContracts {
  readonly erased: EventContract<z.ZodType<{ userId: string }>>;
  readonly exportRequested: EventContract<z.ZodType<{ exportId: string; userId: string }>>;
  readonly handOver: CommandContract<
    z.ZodType<{ exportId: string; domain: string; part: number; isLast: boolean; rows: HeldRow[] }>,
    z.ZodType<{ isWanted: boolean }>
  >;
}

/** What a domain holds of people, and all that follows from it. */
export interface PersonalData {
  readonly holdings: readonly Holding[];
  readonly handlers: readonly EventHandler[];
  readonly jobs: readonly Job[];
}

/** Of a row there are some kilobytes at most, and a command is read as a whole. */
const ROWS_OF_A_PART = 100;

interface Wanted {
  readonly exportId: string;
  readonly userId: string;
}

/**
 * Declares what a domain holds of people. It hands that over when somebody asks for their data, and forgets it with the account; neither is
 * written by hand. Personal data is in no event, so an event only tells that it is wanted, and a command takes it.
 */
export function personalData(contracts: PersonalDataContracts, domain: string, holdings: readonly Holding[]): PersonalData {
  const handOverJob = job(`${domain}.handOverPersonalData`, minutes(1), async (context) => {
    const wanted = await context.sql.query<Wanted>(
      'select export_id as "exportId", user_id as "userId" from wanted_export order by wanted_at',
    );
    for (const each of wanted) {
      await handOver(context, each);
      await context.sql.query('delete from wanted_export where export_id = $1', [each.exportId]);
    }
  });

  async function handOver(context: DomainContext, { exportId, userId }: Wanted): Promise<void> {
    const held = await gather(context, holdings, userId);
    const parts = Math.max(1, Math.ceil(held.length / ROWS_OF_A_PART));
    for (let part = 0; part < parts; part += 1) {
      const rows = held.slice(part * ROWS_OF_A_PART, (part + 1) * ROWS_OF_A_PART);
      const { isWanted } = await context.call(contracts.handOver, { exportId, domain, part, isLast: part === parts - 1, rows });
      if (!isWanted) return;
    }
  }

  return {
    holdings,
    jobs: [handOverJob],
    handlers: [
      on(contracts.erased, (tx, { userId }) => forget(tx, holdings, userId)),
      on(contracts.exportRequested, async ({ sql, wakeJob }, { exportId, userId }) => {
        await sql.query('insert into wanted_export (export_id, user_id) values ($1, $2) on conflict do nothing', [exportId, userId]);
        wakeJob(handOverJob.name);
      }),
    ],
  };
}
