/** The labels that a figure may have. None of them is an id or anything that people write: each value makes a series of its own. */
const LABELS = [
  ...['provider', 'outcome', 'state', 'status', 'kind', 'code', 'reason', 'currency', 'channel', 'stage'],
  ...['job', 'saga', 'event', 'stream', 'command', 'result'],
] as const;
export type Label = (typeof LABELS)[number];

interface Described<L extends Label> {
  /** As Prometheus has them: `stoa_`, what it is, and its unit; counters end in `_total`, durations in `_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly L[];
}

/** Counted in the process that does it, once its transaction has committed. */
export interface CounterFigure<L extends Label = Label> extends Described<L> {
  readonly kind: 'counter';
}

/** Measured in the process that does it, once its transaction has committed. */
export interface DurationFigure<L extends Label = Label> extends Described<L> {
  readonly kind: 'duration';
  /** Upper bounds of the buckets, in seconds. */
  readonly bounds: readonly number[];
}

/** Read from the domain's database when somebody asks. Each replica answers the same. */
export interface GaugeFigure<L extends Label = Label> extends Described<L> {
  readonly kind: 'gauge';
  /** A select of columns named like the labels, and of `value`. It has to be cheap however large the tables are. */
  readonly sql: string;
}

export type Figure = CounterFigure | DurationFigure | GaugeFigure;

export function counter<L extends Label = never>(name: string, help: string, labels: readonly L[] = []): CounterFigure<L> {
  return checked({ kind: 'counter', name, help, labels }, /^stoa_[a-z_]+_total$/);
}

export function duration<L extends Label = never>(
  name: string,
  help: string,
  bounds: readonly number[],
  labels: readonly L[] = [],
): DurationFigure<L> {
  return checked({ kind: 'duration', name, help, labels, bounds }, /^stoa_[a-z_]+_seconds$/);
}

export function gauge<L extends Label = never>(name: string, help: string, sql: string, labels: readonly L[] = []): GaugeFigure<L> {
  return checked({ kind: 'gauge', name, help, labels, sql }, /^stoa_[a-z_]+(?<!_total)$/);
}

function checked<F extends Described<Label>>(figure: F, form: RegExp): F {
  if (!form.test(figure.name)) throw new Error(`${figure.name} is no name for such a figure: it must be like ${form.source}`);
  const unknown = figure.labels.find((label) => !LABELS.includes(label));
  if (unknown) throw new Error(`${figure.name} has the label ${unknown}, which might have any number of values`);
  return figure;
}
