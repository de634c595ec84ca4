import { collectDefaultMetrics, Registry } from 'prom-client';
import { type Family, writeFamilies } from './families.ts';

export interface Metrics {
  readonly contentType: string;
  render(): Promise<string>;
}

/** The process's own figures and those of what runs in it, looked at when they are asked for, in Prometheus' text format. */
export function createMetrics(families: () => Iterable<Family>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    contentType: registry.contentType,
    render: async () => `${(await registry.metrics()).trimEnd()}\n${await writeFamilies(families())}`,
  };
}
