import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Courier } from '../webhook/courier.ts';
import type { CarrierBooks, TrackedParcel } from './carrier-books.ts';
import { readShipment, readTrackingEvent } from './tracking-order.ts';

/** Offers the carrier's API: register a tracking number, move the parcel on, ask where it is. */
export function addCarrierRoutes(app: FastifyInstance, books: CarrierBooks, courier: Courier): void {
  app.post('/shipments', (request, reply) => register(books, request, reply));
  app.get('/shipments', async () => {
    const shipments = books.parcels().map(renderParcel);
    await books.settled();
    return { shipments };
  });
  app.get('/shipments/:tracking', async (request, reply) => {
    const parcel = books.parcel(trackingOf(request));
    if (!parcel) return unknownTracking(request, reply);
    const rendered = renderParcel(parcel);
    await books.settled();
    return rendered;
  });
  app.post('/shipments/:tracking/advance', (request, reply) => advance(books, courier, request, reply));
}

async function register(books: CarrierBooks, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const shipment = readShipment(bodyOf(request), books.nowIso);
  if (typeof shipment === 'string') return reply.code(400).send({ error: shipment });
  const known = books.parcel(shipment.trackingNumber);
  if (!known) {
    await books.register(shipment);
    return reply.code(201).send(shipment);
  }
  if (known.shipment.carrier !== shipment.carrier) {
    return reply.code(409).send({ error: `${shipment.trackingNumber} is carried by ${known.shipment.carrier}.` });
  }
  await books.settled();
  return known.shipment;
}

/** Any status may follow any other: parcels are scanned late and in the wrong order, and receivers must cope. */
async function advance(books: CarrierBooks, courier: Courier, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const parcel = books.parcel(trackingOf(request));
  if (!parcel) return unknownTracking(request, reply);
  const body = bodyOf(request);
  const event = readTrackingEvent(body, parcel.shipment, books.nowIso);
  if (typeof event === 'string') return reply.code(400).send({ error: event });
  const known = books.event(event.id);
  if (!known) {
    await books.advance(event, courier);
    return reply.code(201).send(event);
  }
  // The same event again is a duplicate delivery on purpose; a time that was left out is the first one's.
  const repeated = 'at' in body ? event : { ...event, at: known.at };
  if (JSON.stringify(repeated) !== JSON.stringify(known)) {
    return reply.code(409).send({ error: `The event ${event.id} happened already, and was another.` });
  }
  for (const { url } of courier.endpoints) courier.repeat({ eventId: known.id, type: known.status, url }, 1);
  return known;
}

function renderParcel({ shipment, events }: TrackedParcel): object {
  return { ...shipment, status: events.at(-1)?.status ?? null, events };
}

function unknownTracking(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: `There is no shipment '${trackingOf(request)}'.` });
}

function trackingOf(request: FastifyRequest): string {
  return (request.params as { tracking: string }).tracking;
}

function bodyOf(request: FastifyRequest): Record<string, unknown> {
  return (request.body ?? {}) as Record<string, unknown>;
}
