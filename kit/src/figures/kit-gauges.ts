import { type GaugeFigure, gauge } from './figure.ts';

/** So many are counted and no more: whoever has more of them waiting need not know how many, and counting would take long. */
const MOST = 10_000;

/** What every domain tells of its events and jobs. */
const OF_ALL: readonly GaugeFigure[] = [
  gauge(
    'stoa_outbox_waiting_events',
    `Events in the outbox that no stream holds yet, ${MOST} at most.`,
    `select count(*) as value from (select from outbox where stream_sequence is null limit ${MOST}) as waiting`,
  ),
  gauge(
    'stoa_outbox_waiting_seconds',
    'How long ago the first of them happened; 0 where none waits.',
    `select coalesce(extract(epoch from now() - (
       select occurred_at from outbox where stream_sequence is null order by lost_sequence nulls last, position limit 1)), 0) as value`,
  ),
  gauge(
    'stoa_outbox_bytes',
    'What the outbox takes on the disk, its indexes included.',
    `select coalesce(sum(pg_total_relation_size(inhrelid)), 0) as value from pg_inherits where inhparent = 'outbox'::regclass`,
  ),
  gauge(
    'stoa_relay_alarm',
    '1 while the stream holds events that the outbox does not know, and a person must decide.',
    'select count(*) as value from relay_alarm',
  ),
  gauge(
    'stoa_dead_letters',
    'Events that could not be handled (dead), and those that wait behind them (waiting).',
    `select state, count(letter.state) as value from unnest(array['dead', 'waiting']) as known (state)
     left join (select state from dead_letter where state in ('dead', 'waiting')) as letter using (state) group by state`,
    ['state'],
  ),
  gauge(
    'stoa_job_age_seconds',
    'How long ago the last run of a job ended, on whichever replica.',
    'select name as job, extract(epoch from now() - last_ended_at) as value from job_lease where last_ended_at is not null',
    ['job'],
  ),
];

/** Those of a domain that has these tables of sagas. Their ids are UUIDv7, so they tell when the saga began. */
export function kitGauges(sagaTables: readonly string[]): GaugeFigure[] {
  if (sagaTables.length === 0) return [...OF_ALL];
  const underWay = sagaTables
    .map((table) => `select '${table}' as saga, state, id, deadline_at from ${table} where state in ('RUNNING', 'UNDOING')`)
    .join(' union all ');
  const known = `unnest(array[${sagaTables.map((table) => `'${table}'`).join(', ')}]) as tables (saga)
    cross join unnest(array['RUNNING', 'UNDOING']) as states (state) left join (${underWay}) as under_way using (saga, state) group by saga, state`;
  return [
    ...OF_ALL,
    gauge('stoa_sagas', 'Sagas under way.', `select saga, state, count(id) as value from ${known}`, ['saga', 'state']),
    gauge(
      'stoa_saga_age_seconds',
      'How long ago the oldest saga under way began; 0 where there is none.',
      `select saga, state, coalesce(extract(epoch from now() - min(uuid_extract_timestamp(id))), 0) as value from ${known}`,
      ['saga', 'state'],
    ),
    gauge(
      'stoa_sagas_overdue',
      'Sagas under way whose deadline has passed.',
      `select saga, state, count(id) filter (where deadline_at < now()) as value from ${known}`,
      ['saga', 'state'],
    ),
  ];
}
