import { EventFigures } from '../events/event-figures.ts';
import { CounterFamily, DurationFamily, type Family, gaugeFamily, type LabelledValue } from '../observability/index.ts';
import { DomainFigures, type MeasuredDomain } from './domain-figures.ts';
import type { Figure, GaugeFigure } from './figure.ts';

/** Jobs take longer than requests. */
const JOB_BOUNDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900];

/** The figures of all domains that run in one process. Each series says by `subgraph` whose it is. */
export class Figures {
  readonly events = new EventFigures();
  readonly commands = new DurationFamily(
    'stoa_command_seconds',
    'How long another domain took to answer a command, by what came of it: answered, refused, unavailable.',
    ['subgraph', 'command', 'outcome'],
  );
  readonly refusals = new CounterFamily(
    'stoa_refusals_total',
    'Errors that were answered, by their code: to commands of other domains, or to clients by the graph.',
    ['subgraph', 'kind', 'code'],
  );
  readonly jobRuns = new CounterFamily('stoa_job_runs_total', 'Runs of a job in this process: done or failed.', [
    'subgraph',
    'job',
    'outcome',
  ]);
  readonly jobDurations = new DurationFamily('stoa_job_seconds', 'How long a run of a job took.', ['subgraph', 'job'], JOB_BOUNDS);
  readonly #domains = new Set<DomainFigures>();
  readonly #own = new Map<string, CounterFamily | DurationFamily>();

  /** A domain that runs from now on, until `forget`. */
  of(domain: MeasuredDomain): DomainFigures {
    const figures = new DomainFigures(this, domain);
    this.#domains.add(figures);
    return figures;
  }

  forget(domain: DomainFigures): void {
    this.#domains.delete(domain);
  }

  /** The family of what a domain has declared; those of one name share it. */
  familyOf({ kind, name, help, labels, ...figure }: Exclude<Figure, GaugeFigure>): CounterFamily | DurationFamily {
    const known = this.#own.get(name);
    if (known) return known;
    const all = ['subgraph', ...labels];
    const family =
      kind === 'counter'
        ? new CounterFamily(name, help, all)
        : new DurationFamily(name, help, all, (figure as { bounds: number[] }).bounds);
    this.#own.set(name, family);
    return family;
  }

  families(): Family[] {
    const { commands, refusals, jobRuns, jobDurations } = this;
    return [
      ...this.events.families(),
      commands,
      refusals,
      jobRuns,
      jobDurations,
      ...this.#ofDomains(),
      ...this.#own.values(),
      ...this.#gauges(),
    ];
  }

  #ofDomains(): Family[] {
    const each = (values: (domain: DomainFigures) => readonly LabelledValue[]) => () =>
      [...this.#domains].flatMap((domain) => values(domain).map(([labels, value]) => [[domain.name, ...labels], value] as const));
    return [
      gaugeFamily(
        'stoa_database_connections',
        "Connections of this process's pool: used, idle, and requests that wait for one.",
        ['subgraph', 'state'],
        each(({ connections: { used, idle, waiting } }) => [
          [['used'], used],
          [['idle'], idle],
          [['waiting'], waiting],
        ]),
      ),
      gaugeFamily(
        'stoa_job_period_seconds',
        'How often a job comes round.',
        ['subgraph', 'job'],
        each(({ jobs }) => jobs.map(({ name, everyMs }) => [[name], everyMs / 1_000])),
      ),
      gaugeFamily('stoa_gauges_up', '0 where the figures of a database could not be read, and are left out.', ['subgraph'], async () => {
        const domains = [...this.#domains];
        await Promise.all(domains.map(({ gauges }) => gauges.read()));
        return domains.map(({ name, gauges }) => [[name], gauges.isUp ? 1 : 0] as const);
      }),
    ];
  }

  #gauges(): Family[] {
    const byName = new Map<string, GaugeFigure>();
    for (const { declaredGauges } of this.#domains) for (const each of declaredGauges) byName.set(each.name, each);
    return [...byName.values()].map(({ name, help, labels }) =>
      gaugeFamily(name, help, ['subgraph', ...labels], async () => {
        const read = [...this.#domains].map(async (domain) =>
          ((await domain.gauges.read()).get(name) ?? []).map(([values, value]) => [[domain.name, ...values], value] as const),
        );
        return (await Promise.all(read)).flat();
      }),
    );
  }
}
