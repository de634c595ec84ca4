import type { Measured } from '../measure.ts';
import type { Installed } from './install.ts';

/** What one round found out about one of the two. */
export interface Figures {
  readonly readyMs: number;
  /** Resident megabytes of each node process. */
  readonly startedMb: readonly number[];
  readonly loadedMb: readonly number[];
  /** By how many are at work at once. */
  readonly buying: ReadonlyMap<number, Measured>;
  readonly listing: ReadonlyMap<number, Measured>;
  readonly rush: ReadonlyMap<string, number> | null;
}

export interface Comparison {
  /** When and where. */
  readonly setting: string;
  readonly stoa: readonly Figures[];
  readonly vendure: readonly Figures[];
  readonly installed: { readonly stoa: Installed; readonly vendure: Installed };
  readonly rush: { readonly people: number; readonly stock: number };
}

/** The comparison as two tables. */
export function markdownOf(comparison: Comparison): string {
  return [`${comparison.setting}:`, speedTable(comparison), otherTable(comparison)].map((part) => `${part}\n`).join('\n');
}

function speedTable({ stoa, vendure }: Comparison): string {
  const head =
    '| | at once | Stoa: per second | p50 / p99 ms | CPU ms each | Vendure: per second | p50 / p99 ms | CPU ms each | rate | CPU |';
  const rows = (['buying', 'listing'] as const).flatMap((what) =>
    [...stoa[0]![what].keys()].map((level) => {
      const [ours, theirs] = [better(stoa, what, level), better(vendure, what, level)];
      const ratios = [`**${short(ours.perSecond / theirs.perSecond)} ×**`, `1 / ${short(cpu(theirs) / cpu(ours))}`];
      const name = what === 'buying' ? 'purchases' : 'list of 24 with stock';
      return row([name, level, ...cells(ours), ...cells(theirs), ...ratios]);
    }),
  );
  return [head, row(Array(10).fill('---')), ...rows].join('\n');
}

function otherTable({ stoa, vendure, installed, rush }: Comparison): string {
  const ready = (all: readonly Figures[]): string => all.map(({ readyMs }) => (readyMs / 1_000).toFixed(1)).join(', then ');
  const most = (all: readonly Figures[], of: (figures: Figures) => readonly number[]): string =>
    all
      .map((each) =>
        of(each)
          .map((mb) => mb.toFixed(0))
          .join(' + '),
      )
      .join(', then ');
  const outcome = (all: readonly Figures[]): string =>
    all.flatMap(({ rush: counts }) => [...(counts ?? [])].map(([how, count]) => `${count} ${how}`)).join(', ');
  const rows: [string, string, string][] = [
    ['start to ready, s, by round', ready(stoa), ready(vendure)],
    ['node after the start, MB, by round', most(stoa, (each) => each.startedMb), most(vendure, (each) => each.startedMb)],
    ['node after the load, MB, by round', most(stoa, (each) => each.loadedMb), most(vendure, (each) => each.loadedMb)],
    ['installed from an empty cache of npm, s / MB', size(installed.stoa), size(installed.vendure)],
    [`${rush.people} buy at once what there are ${rush.stock} of`, outcome(stoa), outcome(vendure)],
  ];
  return ['| | Stoa | Vendure (server + worker) |', row(['---', '---', '---']), ...rows.map(row)].join('\n');
}

/** Of all rounds the one with the highest rate; noise only ever takes from it. */
const better = (all: readonly Figures[], what: 'buying' | 'listing', level: number): Measured =>
  all.map((each) => each[what].get(level)!).reduce((best, each) => (each.perSecond > best.perSecond ? each : best));

const cpu = ({ cpuMs }: Measured): number => [...cpuMs.values()].reduce((sum, ms) => sum + ms, 0);

const cells = (measured: Measured): string[] => {
  const parts = [...measured.cpuMs].filter(([, ms]) => ms >= 0.05).map(([name, ms]) => `${name} ${short(ms)}`);
  return [short(measured.perSecond), `${short(measured.p50Ms)} / ${short(measured.p99Ms)}`, parts.join(', ')];
};

const size = ({ seconds, megabytes }: Installed): string => `${seconds.toFixed(0)} / ${megabytes}`;

const row = (values: readonly (string | number)[]): string => `| ${values.join(' | ')} |`;

const short = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
