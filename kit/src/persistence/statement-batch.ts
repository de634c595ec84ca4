import { createHash } from 'node:crypto';
import pg, { type PoolClient } from 'pg';

/** What a statement has answered. */
export interface Answer<Row extends object = object> {
  readonly rows: Row[];
  /** How many rows it has read or changed. */
  readonly affected: number;
  /** The first word of Postgres' own report: `SELECT`, `COMMIT`, … */
  readonly command: string;
}

/** A statement on its way, and who waits for its answer. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** The name under which the connection keeps it prepared; empty for one that does not come again. */
  readonly name: string;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** A column of an answer, and how its text becomes a value. */
interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

/** What pg hands to whatever speaks on its connection. */
interface Connection {
  readonly stream: { cork(): void; uncork(): void };
  close(what: { type: 'S'; name: string }): void;
  parse(statement: { name: string; text: string }): void;
  bind(statement: { statement: string; values: readonly unknown[] }): void;
  describe(what: { type: 'P'; name: string }): void;
  execute(): void;
  sync(): void;
}

const names = new Map<string, string>();

/**
 * The name of a statement that is written in code, of which there is a bounded number. What selects `*` gets none: after a
 * migration its prepared form would be refused, and old processes must live on beside new ones.
 */
export function preparedNameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = /(\bselect\s|\breturning\s|[.,]\s*)\*/i.test(text) ? '' : createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
  }
  return name;
}

/** What each connection has prepared, by name, with the columns that each answers. */
const preparedOn = new WeakMap<PoolClient, Map<string, readonly Column[]>>();

/**
 * Several statements in one round trip, answered in order. Where one fails, Postgres skips those behind it, and all of them are
 * rejected with its error. A statement with a name is parsed, planned and described once per connection.
 */
export class StatementBatch {
  readonly #statements: readonly Statement[];
  readonly #client: PoolClient;
  readonly #prepared: Map<string, readonly Column[]>;
  #ended: (() => void) | null;
  #current = 0;
  #columns: readonly Column[] = [];
  #rows: object[] = [];

  constructor(client: PoolClient, statements: readonly Statement[], ended: () => void) {
    this.#client = client;
    this.#statements = statements;
    this.#ended = ended;
    let prepared = preparedOn.get(client);
    if (!prepared) preparedOn.set(client, (prepared = new Map()));
    this.#prepared = prepared;
  }

  /** The statements' texts. */
  get texts(): string[] {
    return this.#statements.map(({ text }) => text);
  }

  submit(connection: Connection): Error | null {
    connection.stream.cork();
    try {
      for (const { name, text, parameters } of this.#statements) {
        const known = name !== '' && this.#prepared.has(name);
        if (!known) {
          // An earlier try may have got as far as preparing it, and then failed.
          if (name !== '') connection.close({ type: 'S', name });
          connection.parse({ name, text });
        }
        connection.bind({ statement: name, values: parameters });
        if (!known) connection.describe({ type: 'P', name: '' });
        connection.execute();
      }
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
    this.#begin();
    return null;
  }

  handleRowDescription({ fields }: { readonly fields: readonly { name: string; dataTypeID: number }[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, parse: this.#client.getTypeParser(dataTypeID, 'text') }));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < fields.length; index++) {
      const text = fields[index]!;
      const { name, parse } = this.#columns[index]!;
      row[name] = text === null ? null : parse(text);
    }
    this.#rows.push(row);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const { name, resolve } = this.#statements[this.#current]!;
    if (name !== '') this.#prepared.set(name, this.#columns);
    resolve({ rows: this.#rows, affected: Number(/\d+$/.exec(text)?.[0] ?? 0), command: text.split(' ', 1)[0]! });
    this.#current += 1;
    this.#begin();
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' });
  }

  handleError(error: unknown): void {
    const failed = this.#statements[this.#current];
    // Perhaps it is its prepared form that no longer fits; it is prepared anew when it comes again.
    if (failed) this.#prepared.delete(failed.name);
    for (const { reject } of this.#statements.slice(this.#current)) reject(error);
    this.#current = this.#statements.length;
    this.#end();
  }

  handleReadyForQuery(): void {
    this.#end();
  }

  #begin(): void {
    this.#columns = this.#prepared.get(this.#statements[this.#current]?.name ?? '') ?? [];
    this.#rows = [];
  }

  #end(): void {
    const ended = this.#ended;
    this.#ended = null;
    ended?.();
  }
}

/** A parameter as Postgres' text of it. Done before anything is sent, since a value that has no text must not break the batch. */
export const parameterOf = (value: unknown): unknown =>
  (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils.prepareValue(value);
