import type { FastifyInstance } from 'fastify';
import type { Courier } from '../webhook/courier.ts';

/** The test control that sends an event once more to everybody. `typeOf` knows the type of an event, if there is one. */
export function addRedeliverControl(app: FastifyInstance, courier: Courier, typeOf: (eventId: string) => string | undefined): void {
  app.post('/_sandbox/events/:id/redeliver', async (request, reply) => {
    const { id } = request.params as { id: string };
    const { copies = 1 } = (request.body ?? {}) as { copies?: number };
    const type = typeOf(id);
    if (type === undefined) return reply.code(404).send({ error: `There is no event '${id}'.` });
    if (!Number.isInteger(copies) || copies < 1 || copies > 100) {
      return reply.code(400).send({ error: "'copies' is between 1 and 100." });
    }
    for (const { url } of courier.endpoints) courier.repeat({ eventId: id, type, url }, copies);
    return { copies: copies * courier.endpoints.length };
  });
}
