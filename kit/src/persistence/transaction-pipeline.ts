import type { PoolClient } from 'pg';
import { Pipeline } from './pipeline.ts';
import type { Sql } from './sql.ts';
import type { Answer } from './statement-batch.ts';

/** A transaction on one connection. Its `begin` travels with its first statement, and where there is none, nothing travels. */
export class TransactionPipeline implements Sql {
  readonly #pipeline: Pipeline;
  #state: 'not begun' | 'open' | 'ended' = 'not begun';

  constructor(client: PoolClient) {
    this.#pipeline = new Pipeline(client);
  }

  query<Row extends object>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    this.#begin();
    return this.#pipeline.query(text, parameters);
  }

  /** A statement that does not come again in the same words, as the ORM writes them. */
  once<Row extends object>(text: string, parameters: readonly unknown[]): Promise<Answer<Row>> {
    this.#begin();
    return this.#pipeline.ask(text, parameters);
  }

  /** Commits, in the same round trip as what was asked just before. */
  async commit(): Promise<void> {
    if (this.#state === 'not begun') return;
    const { command } = await this.#pipeline.ask('commit', [], 'commit');
    this.#state = 'ended';
    // Postgres answers so where a statement had failed, and whoever caught its error went on as if nothing had happened.
    if (command === 'ROLLBACK') throw new Error('the transaction was rolled back, since one of its statements had failed');
  }

  async rollback(): Promise<void> {
    if (this.#state !== 'open') return;
    this.#state = 'ended';
    const rollback = (): Promise<Answer> => this.#pipeline.ask('rollback', [], 'rollback');
    // It may travel behind a statement that fails, and is skipped then; a second one travels alone.
    await rollback().catch(rollback);
  }

  #begin(): void {
    if (this.#state === 'open') return;
    if (this.#state === 'ended') throw new Error('this Sql belongs to a transaction that has ended');
    this.#state = 'open';
    // Where it fails, so does the statement that travels with it.
    this.#pipeline.ask('begin', [], 'begin').catch(() => undefined);
  }
}
