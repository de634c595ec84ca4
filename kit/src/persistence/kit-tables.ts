import type { TableStep } from './sql.ts';

/** Tables that every domain's database has besides its own: used nonces, idempotency keys, the leases of jobs, counts of tries, whose data is wanted and what staff did. */
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
  {
    name: 'kit-0005-staff-acts',
    // Written once; what changes is only whether it has been told.
    sql: `
      create table staff_act (
        id uuid primary key, actor_id uuid not null, action text not null, subject_type text not null, subject_id text, reason text,
        facts jsonb not null, outcome text not null, code text, trace_id text, at timestamptz not null default now(),
        told boolean not null default false);
      create index staff_act_untold on staff_act (id) where not told;
      create function kit_refuse_act_change() returns trigger language plpgsql as $$
        begin
          if tg_op = 'UPDATE' and to_jsonb(new) - 'told' = to_jsonb(old) - 'told' and new.told then return new; end if;
          raise exception 'what staff did is written once';
        end $$;
      create trigger staff_act_append_only before update or delete on staff_act for each row execute function kit_refuse_act_change();
      create trigger staff_act_never_emptied before truncate on staff_act for each statement execute function kit_refuse_act_change();`,
  },
  {
    name: 'kit-0006-acts-for-somebody',
    sql: 'alter table staff_act add column on_behalf_of uuid;',
  },
];
