import type { Counter, Duration } from '../observability/index.ts';
import type { Sql } from '../persistence/index.ts';
import type { CounterFigure, DurationFigure, Figure, GaugeFigure, Label } from './figure.ts';
import type { Figures } from './figures.ts';
import { kitGauges } from './kit-gauges.ts';
import { SqlGauges } from './sql-gauges.ts';

export interface Connections {
  readonly used: number;
  readonly idle: number;
  readonly waiting: number;
}

/** What of a domain is measured. */
export interface MeasuredDomain {
  readonly name: string;
  readonly figures: readonly Figure[];
  readonly jobs: readonly { readonly name: string; readonly everyMs: number }[];
  readonly sagaTables: readonly string[];
  readonly database: Sql & { readonly connections: Connections };
}

/** One domain's part of the figures of its process. */
export class DomainFigures {
  readonly name: string;
  readonly jobs: MeasuredDomain['jobs'];
  readonly declaredGauges: readonly GaugeFigure[];
  readonly gauges: SqlGauges;
  readonly #database: MeasuredDomain['database'];

  constructor(
    private readonly all: Figures,
    { name, figures, jobs, sagaTables, database }: MeasuredDomain,
  ) {
    this.name = name;
    this.jobs = jobs;
    this.#database = database;
    this.declaredGauges = [...kitGauges(sagaTables), ...figures.filter((figure) => figure.kind === 'gauge')];
    this.gauges = new SqlGauges(database, this.declaredGauges);
    // So that they are there before anything was counted.
    for (const figure of figures) if (figure.kind !== 'gauge') all.familyOf(figure);
  }

  get connections(): Connections {
    return this.#database.connections;
  }

  count<L extends Label>(figure: CounterFigure<L>, values: Readonly<Record<L, string>>): void {
    (this.all.familyOf(figure).of(this.name, ...figure.labels.map((label) => values[label])) as Counter).add();
  }

  measure<L extends Label>(figure: DurationFigure<L>, seconds: number, values: Readonly<Record<L, string>>): void {
    (this.all.familyOf(figure).of(this.name, ...figure.labels.map((label) => values[label])) as Duration).observe(seconds);
  }

  commandTook(command: string, outcome: 'answered' | 'refused' | 'unavailable', beganAtMs: number): void {
    this.all.commands.of(this.name, command, outcome).observeMs(performance.now() - beganAtMs);
  }

  refused(kind: 'command' | 'graph', code: string): void {
    this.all.refusals.of(this.name, kind, code).add();
  }

  jobRan(job: string, outcome: 'done' | 'failed', beganAtMs: number): void {
    this.all.jobRuns.of(this.name, job, outcome).add();
    this.all.jobDurations.of(this.name, job).observeMs(performance.now() - beganAtMs);
  }

  /** Its domain ends, and nobody may ask its database any more. */
  end(): void {
    this.all.forget(this);
  }
}
