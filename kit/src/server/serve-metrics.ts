import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import type { Metrics } from '../observability/index.ts';

/** `/metrics` on a port that clients do not reach. It tells how the house does, so nothing else is there and nobody is let further. */
export async function serveMetrics(
  metrics: Metrics,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
  server.get('/metrics', async (_request, reply) => reply.header('content-type', metrics.contentType).send(await metrics.render()));
  await server.listen({ host, port });
  return { port: (server.server.address() as AddressInfo).port, close: () => server.close() };
}
