/** A figure with its labels, in the shape that Prometheus' text format and others want. */
export interface EventFigure {
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const help = {
  events_published_total: ['counter', 'Events stored in the stream.'],
  events_lost_by_broker_total: ['counter', 'Events that the broker had acknowledged and lost, and that are published again.'],
  events_adopted_total: ['counter', 'Events that were published but not marked when a relay ended.'],
  events_outbox_waiting: ['gauge', 'Rows of the outbox that no stream holds yet, as of the last look, at most one batch.'],
  events_relay_alarm: ['gauge', 'One when the stream holds events that the outbox does not know.'],
  events_consumed_total: ['counter', 'Deliveries by their result.'],
  events_consumer_lag: ['gauge', 'Events of the stream that the consumer has not settled.'],
  events_consumer_rewinds_total: ['counter', 'How often a consumer went back because its stream had lost events.'],
  events_replayed_total: ['counter', 'Events that came from the outbox because the stream did not go back far enough.'],
} as const satisfies Record<string, readonly ['counter' | 'gauge', string]>;

export type EventFigureName = keyof typeof help;

/** Plain counters of the event layer. Observability reads them with `figures()` whenever it is asked. */
export class EventCounters {
  readonly #values = new Map<
    string,
    { readonly name: EventFigureName; readonly labels: Readonly<Record<string, string>>; value: number }
  >();

  add(name: EventFigureName, labels: Readonly<Record<string, string>>, count = 1): void {
    this.#entry(name, labels).value += count;
  }

  set(name: EventFigureName, labels: Readonly<Record<string, string>>, value: number): void {
    this.#entry(name, labels).value = value;
  }

  get(name: EventFigureName, labels: Readonly<Record<string, string>>): number {
    return this.#values.get(keyOf(name, labels))?.value ?? 0;
  }

  figures(): EventFigure[] {
    return [...this.#values.values()].map(({ name, labels, value }) => ({ name, kind: help[name][0], labels, value }));
  }

  /** One sentence on what a figure counts. */
  static helpOf(name: EventFigureName): string {
    return help[name][1];
  }

  #entry(name: EventFigureName, labels: Readonly<Record<string, string>>): { value: number } {
    const key = keyOf(name, labels);
    const known = this.#values.get(key);
    if (known) return known;
    const entry = { name, labels, value: 0 };
    this.#values.set(key, entry);
    return entry;
  }
}

function keyOf(name: string, labels: Readonly<Record<string, string>>): string {
  return `${name}|${Object.values(labels).join('|')}`;
}
