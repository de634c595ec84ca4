import type { EntityProperty } from '@mikro-orm/core';
import type { MikroORM } from './mikro-orm.ts';
import type { Sql } from './sql.ts';

type Class<T> = abstract new (...args: never[]) => T;

/** Properties and what they must be; of several values, one of them. */
export type Where<T> = { readonly [P in keyof T & string]?: T[P] | readonly T[P][] };

interface Column {
  readonly name: string;
  /** The property, and the one inside it where it is embedded. */
  readonly path: readonly [string] | readonly [string, string];
  /** As Postgres calls it. */
  readonly type: string;
  readonly lazy: boolean;
  readonly convert: ((value: unknown) => unknown) | null;
}

interface Table {
  readonly name: string;
  /** Those that answers have. What is lazy is a secret or heavy, and belongs in none. */
  readonly columns: readonly Column[];
  readonly withLazy: readonly Column[];
}

/**
 * Rows as plain objects of the entity's shape that no unit of work follows, by statements that are made once and prepared: for
 * answers, and where a purchase passes. A list costs a fraction of what managed entities cost.
 */
export class RowReader {
  #tables = new Map<Class<object>, Table>();
  #statements = new Map<string, string>();

  constructor(
    private readonly orm: MikroORM,
    private readonly sql: Sql,
  ) {}

  /** The rows whose property is one of the values, in the order of another property. */
  async by<T extends object>(
    type: Class<T>,
    property: keyof T & string,
    values: readonly unknown[],
    orderBy?: keyof T & string,
  ): Promise<T[]> {
    if (values.length === 0) return [];
    const table = this.table(type);
    const key = `${table.name} ${property} ${orderBy ?? ''}`;
    let statement = this.#statements.get(key);
    if (!statement) this.#statements.set(key, (statement = this.statementFor(type, table, property, orderBy)));
    return this.toObjects(type, await this.sql.query(statement, [values]));
  }

  /** Rows that a statement of one's own has selected with all of the entity's columns. */
  toObjects<T extends object>(type: Class<T>, rows: readonly object[]): T[] {
    const { columns } = this.table(type);
    return rows.map((row) => toObject(columns, row as Record<string, unknown>) as T);
  }

  /** The columns that `toObjects` needs, for a select list; naming them keeps out what only the database uses. */
  columnsOf(type: Class<object>, alias: string): string {
    return this.table(type)
      .columns.map((column) => `${alias}."${column.name}"`)
      .join(', ');
  }

  /** One row, locked until the transaction of `sql` ends, as the driver gave it; for `em.map` to make an entity of. */
  async lock<T extends object>(sql: Sql, type: Class<T>, where: Where<T>): Promise<object | null> {
    const table = this.table(type);
    const conditions = Object.entries(where);
    const key = `lock ${table.name} ${conditions.map(([name, value]) => (Array.isArray(value) ? `${name}[]` : name)).join(' ')}`;
    let statement = this.#statements.get(key);
    if (!statement) {
      const terms = conditions.map(([name, value], index) => {
        const parameter = Array.isArray(value) ? `any($${index + 1})` : `$${index + 1}`;
        return `${columnName(type, table, name)} = ${parameter}`;
      });
      statement = `select ${this.columnsOf(type, `"${table.name}"`)} from "${table.name}" where ${terms.join(' and ')} for update`;
      this.#statements.set(key, statement);
    }
    const [row] = await sql.query(
      statement,
      conditions.map(([, value]) => value),
    );
    return row ?? null;
  }

  /** Inserts rows in one statement. All give the same properties; a column of which they give none takes its default. */
  async insert<T extends object>(sql: Sql, type: Class<T>, rows: readonly Partial<T>[]): Promise<void> {
    const [first] = rows;
    if (!first) return;
    const { name, withLazy } = this.table(type);
    const given = withLazy.filter(({ path }) => path[0] in first);
    const key = `insert ${name} ${given.map((column) => column.name).join(' ')}`;
    let statement = this.#statements.get(key);
    if (!statement) {
      const names = given.map((column) => `"${column.name}"`).join(', ');
      const typed = given.map((column) => `"${column.name}" ${column.type}`).join(', ');
      statement = `insert into "${name}" (${names}) select ${names} from jsonb_to_recordset($1::jsonb) as given (${typed})`;
      this.#statements.set(key, statement);
    }
    await sql.query(statement, [JSON.stringify(rows.map((row) => toRow(given, row as Record<string, unknown>)))]);
  }

  private statementFor<T>(type: Class<T>, table: Table, property: string, orderBy: string | undefined): string {
    const column = (name: string): string => columnName(type, table, name);
    const selected = table.columns.map((each) => `"${each.name}"`).join(', ');
    return `select ${selected} from "${table.name}" where ${column(property)} = any($1)${orderBy ? ` order by ${column(orderBy)}` : ''}`;
  }

  private table(type: Class<object>): Table {
    let table = this.#tables.get(type);
    if (!table) {
      const { tableName, properties } = this.orm.getMetadata().get(type as never);
      const withLazy = (Object.values(properties) as EntityProperty[]).flatMap((property) => columnOf(property) ?? []);
      this.#tables.set(type, (table = { name: tableName, columns: withLazy.filter(({ lazy }) => !lazy), withLazy }));
    }
    return table;
  }
}

function columnName(type: Class<unknown>, table: Table, name: string): string {
  const found = table.columns.find((each) => each.path.length === 1 && each.path[0] === name);
  if (!found) throw new Error(`${type.name} has no column for ${name}`);
  return `"${found.name}"`;
}

function columnOf(property: EntityProperty): Column | null {
  // An embedded object has no column of its own.
  if (property.persist === false || property.fieldNames?.length !== 1 || (property.kind as string) === 'embedded') return null;
  const path = property.embedded ? ([property.embedded[0], property.embedded[1]] as [string, string]) : ([property.name] as [string]);
  return {
    name: property.fieldNames[0]!,
    path,
    type: property.columnTypes?.[0] ?? 'text',
    lazy: property.lazy === true,
    convert: conversionOf(property),
  };
}

function conversionOf({ columnTypes }: EntityProperty): Column['convert'] {
  const type = columnTypes?.[0] ?? '';
  // pg hands both over as text: integers may exceed what a number holds exactly, and ours do not.
  if (type === 'bigint') return Number;
  if (type.startsWith('timestamptz'))
    return (value) =>
      new Date(
        String(value)
          .replace(' ', 'T')
          .replace(/([+-]\d\d)$/, '$1:00'),
      );
  return null;
}

function toRow(columns: readonly Column[], object: Record<string, unknown>): object {
  const row: Record<string, unknown> = {};
  for (const { name, path } of columns) {
    const outer = object[path[0]];
    row[name] = path.length === 1 ? outer : (outer as Record<string, unknown> | null)?.[path[1]];
  }
  return row;
}

function toObject(columns: readonly Column[], row: Record<string, unknown>): object {
  const object: Record<string, unknown> = {};
  for (const { name, path, convert } of columns) {
    const raw = row[name];
    const value = raw === null || raw === undefined || !convert ? (raw ?? null) : convert(raw);
    if (path.length === 1) object[path[0]] = value;
    else ((object[path[0]] ??= {}) as Record<string, unknown>)[path[1]] = value;
  }
  return object;
}
