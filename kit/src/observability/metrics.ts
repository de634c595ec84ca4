import { collectDefaultMetrics, Registry } from 'prom-client';

/** A figure as Prometheus takes it. */
export interface Figure {
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Metrics {
  readonly contentType: string;
  render(): Promise<string>;
}

/** The process's own figures and those that are read when they are asked for, in Prometheus' text format. */
export function createMetrics(read: () => readonly Figure[]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    contentType: registry.contentType,
    render: async () => `${(await registry.metrics()).trimEnd()}\n${textOf(read())}`,
  };
}

function textOf(figures: readonly Figure[]): string {
  const byName = new Map<string, Figure[]>();
  for (const figure of figures) byName.set(figure.name, [...(byName.get(figure.name) ?? []), figure]);
  return [...byName].map(([name, same]) => `# TYPE ${name} ${same[0]!.kind}\n${same.map(lineOf).join('')}`).join('');
}

function lineOf({ name, labels, value }: Figure): string {
  const escaped = Object.entries(labels).map(
    ([label, text]) => `${label}="${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  );
  return `${name}{${escaped.join(',')}} ${value}\n`;
}
