import type { EntityManager } from '../persistence/index.ts';
import type { DomainContext, Transaction } from '../use-case/context.ts';

type Entity = new (...args: never[]) => object;

/** What becomes of rows whose person is forgotten: they stay, since nothing in them tells who it was; they go; or columns become SQL expressions. */
export type Forgetting = 'keep' | 'delete' | Readonly<Record<string, string>>;

/** A table that says something of people. */
export interface Holding {
  readonly entity: Entity;
  /** An SQL condition by which its rows are somebody's, whose id is `$1`. */
  readonly whose: string;
  readonly forgetting: Forgetting;
  /** Properties that are nobody's to read, such as a token's hash. */
  readonly secret: readonly string[];
}

export const holding = (entity: Entity, whose: string, forgetting: Forgetting, secret: readonly string[] = []): Holding => ({
  entity,
  whose,
  forgetting,
  secret,
});

/** One row that is held of somebody, and what kind of thing it is. */
export interface HeldRow {
  readonly kind: string;
  readonly row: Record<string, unknown>;
}

/** All that is held of somebody. What is secret or lazy is left out. */
export async function gather({ read, rows, sql }: DomainContext, holdings: readonly Holding[], userId: string): Promise<HeldRow[]> {
  const held: HeldRow[] = [];
  for (const { entity, whose, secret } of holdings) {
    const table = tableOf(read, entity);
    const found = await sql.query(`select ${rows.columnsOf(entity, table)} from ${table} where ${whose}`, [userId]);
    for (const row of rows.toObjects(entity, found)) {
      const shown = Object.entries(row).filter(([property]) => !secret.includes(property));
      held.push({ kind: entity.name, row: Object.fromEntries(shown) });
    }
  }
  return held;
}

/** Forgets somebody, table by table in the order in which they are declared. Again, it changes nothing. */
export async function forget({ em, sql }: Transaction, holdings: readonly Holding[], userId: string): Promise<void> {
  for (const { entity, whose, forgetting } of holdings) {
    if (forgetting === 'keep') continue;
    const table = tableOf(em, entity);
    const change = forgetting === 'delete' ? `delete from ${table}` : `update ${table} set ${assignments(forgetting)}`;
    await sql.query(`${change} where ${whose}`, [userId]);
  }
}

const tableOf = (em: EntityManager, entity: Entity): string => `"${em.getMetadata().get(entity).tableName}"`;

const assignments = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([column, expression]) => `"${column}" = ${expression}`)
    .join(', ');
