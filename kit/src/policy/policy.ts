import type { Viewer } from '../auth/index.ts';
import { notFound } from '../errors/index.ts';
import type { DomainContext } from '../use-case/context.ts';
import type { Access } from './access.ts';
import type { Acting } from './acting.ts';

/** Whether a viewer may do something with one row. It is pure, asks nobody, and trusts only what the row says. */
export type RowRule<Row> = (viewer: Viewer, row: Row) => boolean;

/** Whether a viewer may see one field of an object; where the owner must first be learned, it may ask the context. */
// biome-ignore lint/suspicious/noExplicitAny: a field belongs to any of the policy's types, and each rule names its own.
export type FieldRule = (viewer: Viewer, object: any, context: DomainContext) => boolean | Promise<boolean>;

export interface PolicyTable<Rows extends Record<string, RowRule<never>>> {
  /** `Query.product`, `Mutation.createProduct`: who may call. Every root field must stand in one table. */
  readonly operations?: Readonly<Record<string, Access>>;
  /** Of each mutation that accounts may call: whether staff may call it while they act for its owner. No other mutation is theirs then. */
  readonly acting?: Readonly<Record<string, Acting>>;
  /** `User.email`: who may see. Every field with a resolver of its own must stand here. */
  readonly fields?: Readonly<Record<string, 'everyone' | FieldRule>>;
  /** Named rules about rows, used by use cases, references and subscriptions. */
  readonly rows?: Rows;
}

/** The access rules of one aggregate. Printed directives, the access page, runtime guards and probes are made from it. */
export interface Policy extends Omit<PolicyTable<never>, 'rows'> {
  readonly subject: string;
  readonly rows?: object;
}

/** Declares the rules of one aggregate; its row rules can be read off it by name. */
export function policy<Rows extends Record<string, RowRule<never>>>(subject: string, table: PolicyTable<Rows>): Policy & Rows {
  return { subject, ...table, ...(table.rows as Rows) };
}

/** The row, if there is one and the rule lets this viewer at it; otherwise the same NOT_FOUND either way. */
export function permitted<Row>(viewer: Viewer, row: Row | null | undefined, rule: RowRule<Row>, what: string): Row {
  if (row === null || row === undefined || !rule(viewer, row)) throw notFound(what);
  return row;
}
