import type { EventEnvelope } from './contract.ts';

/** An event with its place in the stream. */
export interface StoredEvent {
  readonly sequence: number;
  readonly id: string;
  /** Null where the reader has no interest in an event of this name. */
  readonly envelope: EventEnvelope | null;
}

/** A row read with `envelopeColumns`. Everything that drivers parse differently is text. */
export interface EnvelopeRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly aggregate_version: string;
  readonly occurred_at: string;
  readonly traceparent: string | null;
  readonly payload: string;
}

/** The columns of an envelope, as text where database drivers and their settings differ in what they make of a type. */
export const envelopeColumns = (id: 'id' | 'event_id'): string => `${id}::text as id, name, version, aggregate_type, aggregate_id,
  aggregate_version::text as aggregate_version, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as occurred_at,
  traceparent, payload::text as payload`;

export function envelopeOf(row: EnvelopeRow): EventEnvelope {
  return {
    id: row.id,
    name: row.name,
    version: Number(row.version),
    aggregateType: row.aggregate_type,
    aggregateId: row.aggregate_id,
    aggregateVersion: Number(row.aggregate_version),
    occurredAt: row.occurred_at,
    traceparent: row.traceparent,
    payload: JSON.parse(row.payload),
  };
}
