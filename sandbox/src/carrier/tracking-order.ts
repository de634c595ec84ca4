import { randomUUID } from 'node:crypto';
import type { TrackedShipment, TrackingEvent, TrackingStatus } from './tracking-records.ts';
import { TRACKING_STATUSES } from './tracking-records.ts';

const DESCRIPTIONS: Record<TrackingStatus, string> = {
  IN_TRANSIT: 'The parcel is on its way.',
  OUT_FOR_DELIVERY: 'The parcel is out for delivery.',
  DELIVERED: 'The parcel was delivered.',
};

/** Reads who carries which number, or says in a sentence what is wrong. */
export function readShipment(body: Record<string, unknown>, nowIso: string): TrackedShipment | string {
  const { carrier, trackingNumber } = body;
  if (!isText(carrier)) return "'carrier' is a text of up to 200 characters.";
  if (!isText(trackingNumber)) return "'trackingNumber' is a text of up to 200 characters.";
  return { carrier, trackingNumber, registeredAt: nowIso };
}

/** Reads what happened to a parcel, or says in a sentence what is wrong. */
export function readTrackingEvent(body: Record<string, unknown>, shipment: TrackedShipment, nowIso: string): TrackingEvent | string {
  const { status, location = null, at = nowIso, eventId = `trk_${randomUUID()}`, description } = body;
  if (!TRACKING_STATUSES.includes(status as TrackingStatus)) return `'status' is one of ${TRACKING_STATUSES.join(', ')}.`;
  if (location !== null && !isText(location)) return "'location' is a text of up to 200 characters.";
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return "'at' is an ISO date.";
  if (!isText(eventId)) return "'eventId' is a text of up to 200 characters.";
  if (description !== undefined && !isText(description)) return "'description' is a text of up to 200 characters.";
  const { trackingNumber, carrier } = shipment;
  const known = status as TrackingStatus;
  return {
    id: eventId,
    trackingNumber,
    carrier,
    status: known,
    description: description ?? DESCRIPTIONS[known],
    location,
    at: new Date(at).toISOString(),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 200;
}
