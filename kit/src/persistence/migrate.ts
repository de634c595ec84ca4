import type { SqlDatabase, TableStep } from './sql.ts';

const MIGRATION_LOCK = 7_305_116;

/** Applies the steps that this database does not have yet, in order, each in a transaction of its own; safe to run from many processes. */
export async function applySteps(database: SqlDatabase, steps: readonly TableStep[]): Promise<string[]> {
  await database.transaction(async (sql) => {
    await sql.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await sql.query('create table if not exists applied_step (name text primary key, applied_at timestamptz not null default now())');
  });
  const known = await database.query<{ name: string }>('select name from applied_step');
  const names = new Set(known.map((row) => row.name));
  const applied: string[] = [];
  for (const step of steps.filter((candidate) => !names.has(candidate.name))) {
    await database.transaction(async (sql) => {
      await sql.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      const inserted = await sql.query('insert into applied_step (name) values ($1) on conflict do nothing returning name', [step.name]);
      if (inserted.length === 0) return;
      await sql.query(step.sql);
      applied.push(step.name);
    });
  }
  return applied;
}
