import type { LabelledValue } from '../observability/index.ts';
import type { Sql } from '../persistence/index.ts';
import type { GaugeFigure } from './figure.ts';

/** What was read is told again for so long, however many ask. */
const KEPT_MS = 5_000;
/** Whoever asks gets the figures of the others then. */
const PATIENCE_MS = 2_000;
/** More rows than this of one gauge would be a series for each of something that grows. */
const MAX_ROWS = 100;

interface Row {
  readonly gauge: number;
  readonly labels: readonly string[];
  readonly value: number;
}

type Values = ReadonlyMap<string, readonly LabelledValue[]>;

/** A domain's gauges, all of them read by one statement, and no more often than every few seconds. */
export class SqlGauges {
  readonly #statement: string;
  #underWay: Promise<Values> | undefined;
  #readAtMs = Number.NEGATIVE_INFINITY;
  #isUp = true;

  constructor(
    private readonly sql: Sql,
    private readonly gauges: readonly GaugeFigure[],
  ) {
    this.#statement = gauges.map(selectOf).join('\nunion all\n');
  }

  /** False while the database does not answer, or answers with more than gauges may have. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** The values of each gauge by its name; none where they cannot be had in time. */
  async read(): Promise<Values> {
    // While it runs nobody asks again, since a database that is slow would only become slower.
    if (!this.#underWay || performance.now() - this.#readAtMs > KEPT_MS) {
      this.#readAtMs = Number.POSITIVE_INFINITY;
      this.#underWay = this.#ask().finally(() => (this.#readAtMs = performance.now()));
    }
    const late = Promise.withResolvers<Values>();
    const timer = setTimeout(() => {
      this.#isUp = false;
      late.resolve(new Map());
    }, PATIENCE_MS);
    return Promise.race([this.#underWay, late.promise]).finally(() => clearTimeout(timer));
  }

  async #ask(): Promise<Values> {
    try {
      const rows = await this.sql.query<Row>(this.#statement);
      const byGauge = Map.groupBy(rows, ({ gauge }) => this.gauges[gauge]!.name);
      const tooMany = [...byGauge].find(([, values]) => values.length > MAX_ROWS);
      if (tooMany) throw new Error(`${tooMany[0]} has more than ${MAX_ROWS} values`);
      this.#isUp = true;
      return new Map([...byGauge].map(([name, values]) => [name, values.map(({ labels, value }) => [labels, value] as const)]));
    } catch {
      this.#isUp = false;
      return new Map();
    }
  }
}

function selectOf({ labels, sql }: GaugeFigure, index: number): string {
  const named = labels.map((label) => `coalesce(g."${label}"::text, '')`).join(', ');
  return `(select ${index} as gauge, array[${named}]::text[] as labels, g.value::float8 as value from (${sql}) as g
    where g.value is not null limit ${MAX_ROWS + 1})`;
}
