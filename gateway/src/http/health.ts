import type { FastifyInstance } from 'fastify';

/** Tells for each thing that the house stands on whether it works: 'ok', or what is wrong. */
export type Ready = () => Promise<Record<string, string>>;

export interface Metrics {
  readonly contentType: string;
  render(): Promise<string>;
}

/** `/healthz`: this process answers. `/readyz`: everything it needs works. */
export function registerHealth(server: FastifyInstance, ready: Ready | undefined): void {
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const parts = await (ready?.() ?? Promise.resolve({})).catch(() => ({ gateway: 'the check itself failed' }));
    const isReady = Object.values(parts).every((state) => state === 'ok');
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'not ready', parts });
  });
}
