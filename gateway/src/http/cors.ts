import type { FastifyInstance } from 'fastify';

/** Lets pages of the given origins call the graph. Without any, no page of another origin can read an answer. */
export function registerCors(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  server.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    if (!origin || !allowed.has(origin)) return undefined;
    reply.header('access-control-allow-origin', origin);
    if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return undefined;
    return reply
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'content-type, authorization, x-api-key, traceparent')
      .header('access-control-max-age', '600')
      .code(204)
      .send();
  });
  // Hooks run for known routes only; the hook above has answered before this is reached.
  server.options('/graphql', async (_request, reply) => reply.code(204).header('allow', 'GET, POST').send());
}
