import type { TableStep } from './sql.ts';

/** Tables that every domain's database has besides its own: used nonces, idempotency keys, the leases of jobs, counts of tries and whose data is wanted. */
export const kitTables: readonly TableStep[] = [
  {
    name: 'kit-0001-requests-and-jobs',
    sql: `
      create table used_nonce (nonce uuid primary key, used_at timestamptz not null default now());
      create index used_nonce_used_at on used_nonce (used_at);
      create table idempotency_key (
        scope text not null, key text not null, input_hash text not null, answer jsonb,
        created_at timestamptz not null default now(), primary key (scope, key));
      create table job_lease (
        name text primary key, holder uuid not null, held_until timestamptz not null, last_ended_at timestamptz);`,
  },
  {
    name: 'kit-0002-age-of-idempotency-keys',
    sql: 'create index idempotency_key_created_at on idempotency_key using brin (created_at);',
  },
  {
    name: 'kit-0003-strict-counts',
    sql: `
      create table strict_count (
        name text not null, key text not null, count integer not null, window_ends_at timestamptz not null, primary key (name, key));`,
  },
  {
    name: 'kit-0004-wanted-exports',
    sql: 'create table wanted_export (export_id uuid primary key, user_id uuid not null, wanted_at timestamptz not null default now());',
  },
];
