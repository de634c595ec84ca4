/** Plain SQL with `$1` parameters, on a pool or inside one transaction. The kit's own tables are reached through it. */
export interface Sql {
  query<Row extends object = Record<string, unknown>>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** A database in which short transactions of plain SQL can run. */
export interface SqlDatabase extends Sql {
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

/** A step of the kit's own tables, applied once per database in the order of the list. Steps are never edited, only added. */
export interface TableStep {
  readonly name: string;
  readonly sql: string;
}
