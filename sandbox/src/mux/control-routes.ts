import type { FastifyInstance } from 'fastify';
import { addFaultControls } from '../http/fault-controls.ts';
import { addRedeliverControl } from '../http/redeliver-control.ts';
import { addWebhookControls } from '../http/webhook-controls.ts';
import type { ApiContext } from './api-routes.ts';

/** Offers the test controls under `/_sandbox`. */
export function addControlRoutes(app: FastifyInstance, { books, courier, faults, processing }: ApiContext): void {
  addWebhookControls(app, courier);
  addFaultControls(app, courier, faults);
  addRedeliverControl(app, courier, (id) => books.events.get(id)?.type);
  app.get('/_sandbox/events', async () => ({ events: books.events.all() }));
  app.post('/_sandbox/processing', async (request) => {
    const { hold } = request.body as { hold: boolean };
    processing.hold(hold);
    return { hold };
  });
}
