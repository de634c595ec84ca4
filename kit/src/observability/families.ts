import { Registry } from 'prom-client';

type Labels = readonly string[];

type MetricType = 'counter' | 'gauge' | 'histogram';

/** Of so many combinations of labels each has its own series; the rest share one. */
const MAX_SERIES = 2_000;

/** In this series is what had no room in a series of its own. */
const OTHER = 'other';

/** A number that goes up. */
export class Counter {
  value = 0;

  add(count = 1): void {
    this.value += count;
  }
}

/** Upper bounds in seconds, of what takes the time of a request. */
const BOUNDS: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How long something took. */
export class Duration {
  /** How many fell below each bound and above the one before; the last is what is above all. */
  readonly counts: number[];
  sumSeconds = 0;
  readonly #bounds: readonly number[];

  constructor(bounds = BOUNDS) {
    this.#bounds = bounds;
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  observeMs(ms: number): void {
    this.observe(ms / 1_000);
  }

  observe(seconds: number): void {
    this.sumSeconds += seconds;
    let bound = 0;
    while (bound < this.#bounds.length && seconds > this.#bounds[bound]!) bound++;
    this.counts[bound]!++;
  }
}

interface Value {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** Something that prom-client can write. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly type: MetricType;
  get(): Promise<{ readonly name: string; readonly help: string; readonly type: MetricType; readonly values: readonly Value[] }>;
}

/**
 * The series of one name. `of` is called once for a place in the code or a thing that is counted, and what it answers is counted
 * on, so that counting costs an addition; prom-client's own would hash the labels each time.
 */
abstract class SeriesFamily<Series> implements Family {
  readonly name: string;
  readonly help: string;
  readonly labelNames: Labels;
  readonly maxSeries: number;
  readonly #series = new Map<string, { readonly labels: Labels; readonly series: Series }>();

  constructor(name: string, help: string, labelNames: Labels, maxSeries = MAX_SERIES) {
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
    this.maxSeries = maxSeries;
  }

  of(...labels: Labels): Series {
    const key = labels.join('\n');
    const known = this.#series.get(key);
    if (known) return known.series;
    const isFull = this.#series.size >= this.maxSeries;
    if (isFull && labels.some((label) => label !== OTHER)) return this.of(...labels.map(() => OTHER));
    const series = this.make();
    this.#series.set(key, { labels, series });
    return series;
  }

  async get() {
    const values = [...this.#series.values()].flatMap(({ labels, series }) =>
      this.write(Object.fromEntries(this.labelNames.map((name, index) => [name, labels[index] ?? ''])), series),
    );
    return { name: this.name, help: this.help, type: this.type, values };
  }

  abstract readonly type: MetricType;
  protected abstract make(): Series;
  protected abstract write(labels: Readonly<Record<string, string>>, series: Series): Value[];
}

export class CounterFamily extends SeriesFamily<Counter> {
  readonly type = 'counter';

  protected make(): Counter {
    return new Counter();
  }

  protected write(labels: Readonly<Record<string, string>>, { value }: Counter): Value[] {
    return [{ labels, value }];
  }
}

export class DurationFamily extends SeriesFamily<Duration> {
  readonly type = 'histogram';
  /** Upper bounds of its buckets, in seconds. */
  readonly #bounds: readonly number[];

  constructor(name: string, help: string, labelNames: Labels, bounds: readonly number[] = BOUNDS) {
    super(name, help, labelNames);
    this.#bounds = bounds;
  }

  protected make(): Duration {
    return new Duration(this.#bounds);
  }

  protected write(labels: Readonly<Record<string, string>>, { counts, sumSeconds }: Duration): Value[] {
    let below = 0;
    const buckets = counts.map((count, bound) => {
      below += count;
      return { metricName: `${this.name}_bucket`, labels: { ...labels, le: this.#bounds[bound] ?? '+Inf' }, value: below };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sumSeconds },
      { metricName: `${this.name}_count`, labels, value: below },
    ];
  }
}

export type LabelledValue = readonly [labels: Labels, value: number];

/** What is looked at when it is asked for. */
export function gaugeFamily(
  name: string,
  help: string,
  labelNames: Labels,
  read: () => Iterable<LabelledValue> | Promise<Iterable<LabelledValue>>,
): Family {
  const labelled = (labels: Labels) => Object.fromEntries(labelNames.map((label, index) => [label, labels[index] ?? '']));
  const get = async () => ({
    name,
    help,
    type,
    values: [...(await read())].map(([labels, value]) => ({ labels: labelled(labels), value })),
  });
  const type = 'gauge' as const;
  return { name, help, labelNames, type, get };
}

/** Writes families in Prometheus' text format. */
export async function writeFamilies(families: Iterable<Family>): Promise<string> {
  const registry = new Registry();
  // Its types know its own classes alone; of what is registered it calls `get` and nothing else.
  for (const family of families) registry.registerMetric(family as never);
  return registry.metrics();
}
