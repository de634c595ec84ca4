import type { KeptAct, StaffActs } from '@stoa/kit/audit';
import type { Sql } from '@stoa/kit/persistence';

/** Writes acts into the log. One that is told again is there already. */
export async function logActs(sql: Sql, domain: string, acts: readonly (KeptAct & { readonly at?: string })[]): Promise<void> {
  await sql.query(
    `insert into audit_entry (id, domain, actor_id, on_behalf_of, action, subject_type, subject_id, reason, facts, outcome, code, trace_id, at)
     select id, $1, "actorId", "onBehalfOf", action, "subjectType", "subjectId", reason, facts, outcome, code, "traceId", coalesce(at, now())
     from jsonb_to_recordset($2::jsonb) as act (id uuid, "actorId" uuid, "onBehalfOf" uuid, action text, "subjectType" text, "subjectId" text, reason text,
       facts jsonb, outcome text, code text, "traceId" text, at timestamptz)
     on conflict (id) do nothing`,
    [domain, JSON.stringify(acts)],
  );
}

/** The domain that has the log tells nobody: what staff do here is written into it at once. */
export const identityActs: StaffActs = {
  table: 'audit_entry',
  jobs: [],
  keep: ({ sql }, act) => logActs(sql, 'identity', [act]),
};
