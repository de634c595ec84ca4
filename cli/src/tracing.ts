import { type Logger, sendSpansTo } from '@stoa/kit/observability';
import type { Configuration } from './configuration.ts';

/** Records traces from now on, where a collector is configured. Answers how to send the last of them. */
export function startTracing({ settings }: Configuration, log: Logger): () => Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers, OTEL_TRACES_SAMPLER_ARG: ratio } = settings;
  if (endpoint === undefined) return async () => undefined;
  const onProblem = (problem: string): void => log.warn({ endpoint, problem }, 'traces could not be sent');
  const sender = sendSpansTo({ endpoint, headers, ratio, onProblem });
  return () => sender.close();
}
