import fastify, { type FastifyInstance } from 'fastify';
import type { GatewayFigures } from '../figures/gateway-figures.ts';
import type { Metrics } from './health.ts';

export interface OperatorsOptions {
  readonly figures: GatewayFigures;
  /** The process's own. */
  readonly metrics: Metrics | undefined;
}

const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';

/** `/metrics`: for Prometheus. `/usage`: which client was seen to send what, a JSON object for each on a line of its own. */
export function registerForOperators(server: FastifyInstance, { figures, metrics }: OperatorsOptions): void {
  server.get('/metrics', async (_request, reply) => {
    const ofTheProcess = metrics ? `${await metrics.render()}\n` : '';
    return reply.header('content-type', metrics?.contentType ?? PROMETHEUS).send(ofTheProcess + (await figures.write()));
  });
  server.get('/usage', async (_request, reply) => {
    const lines = figures.usage.records().map((record) => `${JSON.stringify(record)}\n`);
    return reply.header('content-type', 'application/x-ndjson').send(lines.join(''));
  });
}

/** The same on a port that clients do not reach, if there is one. */
export async function serveOperators(
  options: OperatorsOptions,
  host: string,
  port: number | undefined,
): Promise<FastifyInstance | undefined> {
  if (port === undefined) return undefined;
  const server = fastify({ forceCloseConnections: true });
  registerForOperators(server, options);
  await server.listen({ host, port });
  return server;
}
