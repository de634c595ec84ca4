import { json, route } from '@stoa/kit/subgraph';
import { z } from 'zod';
import { carrierSigned } from './carrier-signature.ts';
import { fulfillmentSettings } from './fulfillment-settings.ts';
import { recordTracking } from './record-tracking.ts';

const tracking = z.object({
  id: z.string().min(1).max(100),
  trackingNumber: z.string().min(1).max(100),
  carrier: z.string().min(1).max(50),
  status: z.enum(['SHIPPED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED']),
  description: z.string().max(500).nullish(),
  location: z.string().max(200).nullish(),
  at: z.iso.datetime({ offset: true }),
});

/** A carrier tells how far a parcel is. An unknown number is 404, so that the carrier tells it again once the seller has shipped. */
export const carrierWebhook = route('POST', '/webhooks/carriers/:carrier', async (context, { body, headers }, carrier) => {
  const secret = context.use(fulfillmentSettings).CARRIER_WEBHOOK_SECRET;
  if (!secret || !carrierSigned(body, headers['carrier-signature'], secret)) return json(401, { error: 'bad signature' });
  const parsed = tracking.safeParse(parseJson(body));
  if (!parsed.success) return json(400, { error: parsed.error.issues[0]!.message });
  if (parsed.data.carrier.toLowerCase() !== carrier.toLowerCase()) return json(400, { error: 'that is another carrier' });
  return (await recordTracking(context, parsed.data)) ? json(200, { received: true }) : json(404, { error: 'no such tracking number' });
});

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
