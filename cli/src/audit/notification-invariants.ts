import { type DomainInvariant, invariant } from './domain-invariant.ts';

/** What holds of what people are told. */
export const notificationInvariants: readonly DomainInvariant[] = [
  invariant(
    'notifications',
    'always',
    'nobody is told a thing twice by one way',
    'Of an event, a kind and a user there is one delivery for each of their addresses.',
    `select min(d.id::text) as what from notification n join notification_delivery d on d.notification_id = n.id
where n.user_id is not null group by n.event_id, n.kind, n.user_id, d.channel, d.contact_id having count(*) > 1`,
  ),
  invariant(
    'notifications',
    'always',
    'what somebody was told is numbered without a gap',
    'Whoever watches live misses nothing.',
    `select r.user_id::text as what from recipient r
where r.last_sequence <> (select count(*) from notification n where n.user_id = r.user_id and n.sequence is not null)
  or r.last_sequence <> (select coalesce(max(n.sequence), 0) from notification n where n.user_id = r.user_id)`,
  ),
  invariant(
    'notifications',
    'settled',
    'of everything that was noted it was decided how it is told',
    'Whom it is for was asked, and it is on its ways.',
    `select id::text as what from notification where addressed_at is null`,
  ),
  invariant(
    'notifications',
    'settled',
    'no message waits beyond its time',
    'It was delivered, or has failed and waits for somebody to look.',
    `select id::text as what from notification_delivery where status = 'QUEUED' and deadline_at < now() - interval '5 minutes'`,
  ),
  invariant(
    'notifications',
    'settled',
    'no webhook waits beyond its time',
    'It was taken, or has failed and its owner may have it sent again.',
    `select id::text as what from webhook_delivery where status = 'QUEUED' and deadline_at < now() - interval '5 minutes'`,
  ),
  invariant(
    'notifications',
    'always',
    'no secret of a partner is kept as it is',
    'It is sealed under a key that stands in no table.',
    `select id::text as what from webhook_endpoint where secret like '%whsec%' or previous_secret like '%whsec%'`,
  ),
];
