import type { TableStep } from '../persistence/sql.ts';

/**
 * The tables of the event layer, in each domain's own database: what it publishes, what it has handled, how far it has read, who
 * carries and reads at present, and what could not be handled.
 */
export const eventTables: readonly TableStep[] = [
  {
    name: 'events-001-outbox',
    // A UUIDv7 begins with its time of creation, so ranges of ids are ranges of time: the id can be both the primary key and what
    // the partitions go by. The default partition takes whatever no month was prepared for, so that no insert ever fails for it.
    sql: `
      create sequence outbox_position;
      create table outbox (
        id uuid primary key,
        position bigint not null default nextval('outbox_position'),
        name text not null,
        version integer not null,
        aggregate_type text not null,
        aggregate_id text not null,
        aggregate_version bigint not null,
        occurred_at timestamptz not null,
        traceparent text,
        payload jsonb not null,
        stream_sequence bigint,
        stored_at timestamptz,
        lost_sequence bigint
      ) partition by range (id);
      create table outbox_default partition of outbox default;
      create index outbox_waiting on outbox (lost_sequence, position) where stream_sequence is null;
      create index outbox_stored on outbox (stream_sequence) where stream_sequence is not null;
      comment on column outbox.position is 'The order in which events are published for the first time.';
      comment on column outbox.stream_sequence is 'Where the event is stored in the stream; null until it is.';
      comment on column outbox.lost_sequence is 'Where it was stored in a stream that has lost it; it goes first, in that order.';
    `,
  },
  {
    name: 'events-002-outbox-partitions',
    sql: `
      create function outbox_first_id(moment timestamptz) returns uuid language sql immutable as $$
        select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
      $$;
      create function outbox_make_partition(month date) returns void language plpgsql as $$
      declare
        partition_name text := 'outbox_' || to_char(month, 'YYYYMM');
        first_id uuid := outbox_first_id(month::timestamp at time zone 'UTC');
        next_id uuid := outbox_first_id((month + interval '1 month')::timestamp at time zone 'UTC');
      begin
        if to_regclass(partition_name) is not null then return; end if;
        -- Rows that the default partition already holds for this month stay there, with all that follow in it.
        if exists (select 1 from outbox_default where id >= first_id and id < next_id) then return; end if;
        execute format('create table %I partition of outbox for values from (%L) to (%L)', partition_name, first_id, next_id);
      end $$;
      select outbox_make_partition((date_trunc('month', now() at time zone 'UTC') + n * interval '1 month')::date) from generate_series(0, 2) n;
    `,
  },
  {
    name: 'events-003-lease',
    sql: `
      create table event_lease (
        name text primary key,
        holder uuid,
        expires_at timestamptz not null default now()
      );
      insert into event_lease (name) values ('sequencer');
    `,
  },
  {
    name: 'events-004-inbox',
    sql: `
      create table inbox (
        event_id uuid primary key,
        stream text not null,
        sequence bigint,
        handled_at timestamptz not null default now()
      );
      create index inbox_stream on inbox (stream, sequence);
      create index inbox_age on inbox using brin (handled_at);
      create table consumer_position (
        stream text primary key,
        floor bigint not null,
        floor_event_id uuid,
        rewind_to bigint,
        pruned_through bigint not null default 0,
        updated_at timestamptz not null default now()
      );
      comment on column consumer_position.floor is 'Everything of the stream up to here is handled.';
      comment on column consumer_position.pruned_through is 'The inbox has forgotten events up to here, so they must not come again.';
    `,
  },
  {
    name: 'events-005-dead-letter',
    sql: `
      create table dead_letter (
        event_id uuid primary key,
        stream text not null,
        sequence bigint not null,
        consumer text not null,
        name text not null,
        version integer not null,
        aggregate_type text not null,
        aggregate_id text not null,
        aggregate_version bigint not null,
        occurred_at timestamptz not null,
        traceparent text,
        payload jsonb not null,
        state text not null check (state in ('retrying', 'dead', 'waiting', 'replayed', 'discarded')),
        attempts integer not null default 0,
        last_error text,
        first_failed_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        arrival bigint generated always as identity
      );
      create index dead_letter_open on dead_letter (stream, aggregate_type, aggregate_id, arrival) where state in ('dead', 'waiting');
    `,
  },
  {
    name: 'events-006-sequencer',
    // For the embedded bus, whose stream is the outbox itself. It is a function because each statement in it sees what was committed
    // before that statement, so the tail is read after the lock was granted; one plain statement would read it before.
    sql: `
      create function outbox_sequence(batch integer) returns setof outbox language plpgsql as $$
      declare
        tail bigint;
      begin
        if not exists (select 1 from outbox where stream_sequence is null) then return; end if;
        perform 1 from event_lease where name = 'sequencer' for update;
        select coalesce(max(stream_sequence), 0) into tail from outbox;
        return query
          with waiting as (
            select id, lost_sequence, position from outbox where stream_sequence is null
            order by lost_sequence nulls last, position limit batch
          ), numbered as (
            select id, row_number() over (order by lost_sequence nulls last, position) as place from waiting
          )
          update outbox set stream_sequence = tail + numbered.place, stored_at = now()
          from numbered where outbox.id = numbered.id
          returning outbox.*;
      end $$;
    `,
  },
  {
    name: 'events-007-relay-alarm',
    sql: `
      create table relay_alarm (
        one boolean primary key default true check (one),
        reason text not null,
        raised_at timestamptz not null default now(),
        rebuild_requested_at timestamptz
      );
      comment on table relay_alarm is 'At most one row: the stream holds events that the outbox does not know.';
    `,
  },
  {
    name: 'events-008-outbox-forgotten',
    // Events of an aggregate are numbered on behind those that were forgotten, since a consumer that has seen a number takes no lower one.
    sql: `
      create table outbox_forgotten (
        id uuid primary key,
        sequence bigint not null,
        name text not null,
        version integer not null,
        aggregate_type text not null,
        aggregate_id text not null,
        aggregate_version bigint not null,
        payload jsonb,
        retold boolean not null default false,
        forgotten_at timestamptz not null default now()
      );
      create index outbox_forgotten_aggregate on outbox_forgotten (aggregate_type, aggregate_id);
      comment on table outbox_forgotten is 'What others have heard of this domain and a restored database does not know.';
      comment on column outbox_forgotten.payload is 'Of an event that can happen once only: told again, it is the same one.';
      create function outbox_recall(told_name text, told_version integer, about_type text, about_id text, told_payload jsonb)
      returns table (id uuid, aggregate_version bigint, shift bigint) language plpgsql as $$
      declare
        highest bigint;
      begin
        select max(known.aggregate_version) into highest from outbox_forgotten known
          where known.aggregate_type = about_type and known.aggregate_id = about_id;
        if highest is null then return; end if;
        return query update outbox_forgotten again set retold = true where again.id = (
          select same.id from outbox_forgotten same where same.aggregate_type = about_type and same.aggregate_id = about_id
            and same.name = told_name and same.version = told_version and same.payload = told_payload and not same.retold
          order by same.sequence limit 1) returning again.id, again.aggregate_version, 0::bigint;
        if not found then return query select null::uuid, null::bigint, highest; end if;
      end $$;
    `,
  },
];
