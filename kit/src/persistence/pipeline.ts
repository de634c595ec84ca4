import type { PoolClient, Submittable } from 'pg';
import type { Sql } from './sql.ts';
import { type Answer, parameterOf, preparedNameOf, type Statement, StatementBatch } from './statement-batch.ts';

/** Several statements in one text, which only the simple protocol takes. */
const isScript = (text: string, parameters: readonly unknown[]): boolean => parameters.length === 0 && text.includes(';');

/**
 * Statements on one connection, for as long as somebody has it to himself. Those that are asked without waiting in between travel
 * together: one round trip, in the order in which they were asked.
 */
export class Pipeline implements Sql {
  readonly #client: PoolClient;
  #waiting: Statement[] = [];
  #underWay = false;
  #scheduled = false;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  async query<Row extends object>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    try {
      return (await this.ask<Row>(text, parameters, preparedNameOf(text))).rows;
    } catch (error) {
      // The answer came by the socket, and whoever reads the error wants to know who asked.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    }
  }

  /** Like `query`, with all that Postgres says of it; without a name it is not kept prepared. */
  ask<Row extends object>(text: string, parameters: readonly unknown[], name = ''): Promise<Answer<Row>> {
    return new Promise((resolve, reject) => {
      const values = parameters.map(parameterOf);
      this.#waiting.push({ text, parameters: values, name, resolve: resolve as Statement['resolve'], reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#underWay || this.#scheduled) return;
    this.#scheduled = true;
    // A tick comes after all that is ready to run, which may ask for more.
    process.nextTick(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  #send(): void {
    const firstScript = this.#waiting.findIndex(({ text, parameters }) => isScript(text, parameters));
    const batch = this.#waiting.splice(0, firstScript === -1 ? this.#waiting.length : Math.max(firstScript, 1));
    const next = (): void => {
      this.#underWay = false;
      if (this.#waiting.length > 0) this.#schedule();
    };
    this.#underWay = true;
    if (firstScript === 0) void this.#run(batch[0]!).finally(next);
    else void this.#client.query(new StatementBatch(this.#client, batch, next) as unknown as Submittable);
  }

  async #run({ text, resolve, reject }: Statement): Promise<void> {
    try {
      const last = [await this.#client.query(text)].flat().at(-1)!;
      resolve({ rows: last.rows, affected: last.rowCount ?? 0, command: last.command });
    } catch (error) {
      reject(error);
    }
  }
}
