import type { FastifyInstance } from 'fastify';
import type { Courier } from '../webhook/courier.ts';

const ORDERS = ['kept', 'reversed', 'shuffled'] as const;

/** The test controls over webhooks that every sandbox offers in the same way. */
export function addWebhookControls(app: FastifyInstance, courier: Courier): void {
  app.get('/_sandbox/webhooks', async () => ({
    settings: courier.settings,
    endpoints: courier.endpoints.map(({ url, events }) => ({ url, events: events ?? null })),
  }));

  app.post('/_sandbox/webhooks', async (request, reply) => {
    const problem = courier.change((request.body ?? {}) as Record<string, unknown>);
    if (problem) return reply.code(400).send({ error: problem });
    return { settings: courier.settings };
  });

  app.post('/_sandbox/webhooks/release', async (request, reply) => {
    const { order = 'kept' } = (request.body ?? {}) as { order?: (typeof ORDERS)[number] };
    if (!ORDERS.includes(order)) return reply.code(400).send({ error: `'order' is one of ${ORDERS.join(', ')}.` });
    return { released: courier.release(order) };
  });

  app.get('/_sandbox/deliveries', async () => ({ deliveries: courier.deliveries() }));
}
