import { invariant } from './domain-invariant.ts';

export const identityInvariants = [
  invariant(
    'identity',
    'always',
    'nobody acts by a session that is over',
    'Whoever acts for somebody does so from a session of their own that is open, for somebody who is not of the staff, for half an hour at most and by nothing that could be refreshed.',
    `select acting.id::text as what from session acting join users owner on owner.id = acting.user_id
left join session own on own.id = acting.opened_from_id
where acting.actor_id is not null and (
  (acting.ended_at is null and acting.expires_at > now() and (own.id is null or own.ended_at is not null or own.user_id <> acting.actor_id))
  or owner.account_type = 'ADMIN' or acting.expires_at > acting.created_at + interval '30 minutes'
  or exists (select from refresh_token where session_id = acting.id))`,
  ),
  invariant(
    'identity',
    'always',
    'whoever acts for somebody has said why',
    'Each session in which staff act for a user was begun by an act that is written down, with its reason.',
    `select acting.id::text as what from session acting where acting.actor_id is not null and not exists (
  select from audit_entry act where act.action = 'actAs' and act.outcome = 'DONE' and act.reason is not null
    and act.actor_id = acting.actor_id and act.subject_id = acting.user_id::text and act.at <= acting.created_at + interval '1 minute')`,
  ),
];
