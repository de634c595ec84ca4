import type { FastifyInstance } from 'fastify';
import type { Courier } from '../webhook/courier.ts';
import type { Faults } from './faults.ts';
import { readFault } from './faults.ts';

/** The test controls over misfortunes, and the one that ends them all. */
export function addFaultControls(app: FastifyInstance, courier: Courier, faults: Faults): void {
  app.get('/_sandbox/faults', async () => ({ faults: faults.waiting }));
  app.post('/_sandbox/faults', async (request, reply) => {
    const fault = readFault((request.body ?? {}) as Record<string, unknown>);
    if (typeof fault === 'string') return reply.code(400).send({ error: fault });
    faults.add(fault);
    return { faults: faults.waiting };
  });
  app.delete('/_sandbox/faults', async () => {
    faults.clear();
    return { faults: faults.waiting };
  });
  app.post('/_sandbox/reset', async () => {
    faults.clear();
    courier.reset();
    return { settings: courier.settings, faults: faults.waiting };
  });
}
