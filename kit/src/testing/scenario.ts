import { expect } from '@jest/globals';
import type { EventContract, PayloadOf } from '../events/index.ts';
import type { EnvelopeFacts, TestSubgraph } from './test-subgraph.ts';

/** The words that a test of a domain is written in: given some rows, when something happens, then this is so. */
export interface Scenario {
  /** Commits rows as they are, whatever the domain would say of them. */
  given<T extends object>(...rows: T[]): Promise<T>;
  /** Something happened elsewhere, and its event is handled. */
  when<C extends EventContract>(contract: C, payload: PayloadOf<C>, facts?: EnvelopeFacts): Promise<void>;
  readonly then: {
    /** An event with these facts was emitted since the scenario's last `given`; it is handed back whole. */
    emitted<C extends EventContract>(contract: C, facts?: Partial<PayloadOf<C>>): Promise<PayloadOf<C>>;
    notEmitted(contract: EventContract): Promise<void>;
    /** The row is in the database just as it was given. */
    unchanged(row: { id: string }): Promise<void>;
    /** The row as it is now. */
    now<T extends { id: string }>(row: T): Promise<T>;
  };
}

/** Tells a scenario on a running subgraph. */
export function scenarioOn(subgraph: () => TestSubgraph): Scenario {
  let since = 0;
  const present = async <T extends { id: string }>(row: T): Promise<T> =>
    subgraph()
      .context()
      .read.findOneOrFail(row.constructor as new () => T, { id: row.id } as never);
  const emittedSince = async <C extends EventContract>(contract: C): Promise<PayloadOf<C>[]> => {
    const rows = await subgraph().sql.query<{ payload: PayloadOf<C> }>(
      'select payload from outbox where name = $1 and position > $2 order by position',
      [contract.name, since],
    );
    return rows.map((row) => row.payload);
  };
  return {
    async given<T extends object>(...rows: T[]): Promise<T> {
      await subgraph()
        .context()
        .transact(async ({ em }) => void em.persist(rows));
      const [last] = await subgraph().sql.query<{ position: string }>('select coalesce(max(position), 0)::text as position from outbox');
      since = Number(last!.position);
      return rows[0]!;
    },
    async when(contract, payload, facts) {
      expect(await subgraph().deliver(contract, payload, facts)).toEqual({ outcome: 'done' });
    },
    // biome-ignore lint/suspicious/noThenProperty: it holds functions and is none itself, so nobody can take it for a promise.
    then: {
      async emitted<C extends EventContract>(contract: C, facts: Partial<PayloadOf<C>> = {}): Promise<PayloadOf<C>> {
        const payloads = await emittedSince(contract);
        expect({ [contract.name]: payloads }).toEqual({
          [contract.name]: expect.arrayContaining([expect.objectContaining(facts as never)]),
        });
        return payloads.at(-1)!;
      },
      async notEmitted(contract) {
        expect({ [contract.name]: await emittedSince(contract) }).toEqual({ [contract.name]: [] });
      },
      async unchanged(row) {
        expect(plain(await present(row))).toEqual(plain(row));
      },
      now: present,
    },
  };
}

const plain = (row: object): unknown => JSON.parse(JSON.stringify(row));
