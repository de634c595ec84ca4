import { type SellerWork } from './scene.ts';
import { CARRIER } from './shipping.ts';

export const WAY = ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED'];

/** The carrier moves a parcel on, and tells of it by signed webhooks, some of them twice. */
export const delivering: SellerWork = {
  name: 'parcel moved on by the carrier',
  chance: 0.7,
  async do({ tally, market }, { person, underway }, random) {
    const [parcel] = random.shuffle([...underway.keys()]);
    if (parcel === undefined) return;
    const place = underway.get(parcel)!;
    const tell = (path: string, body: object): Promise<void> =>
      person.until(async () => {
        const response = await fetch(`${market.carrierUrl}/shipments${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(10_000),
        });
        if (!response.ok) throw new Error(`the carrier answered ${response.status}: ${await response.text()}`);
      });
    if (place === 0) await tell('', { carrier: CARRIER, trackingNumber: parcel });
    const event = { status: WAY[place], eventId: `${parcel}-${place}` };
    await tell(`/${parcel}/advance`, event);
    if (random.chance(0.3)) {
      await tell(`/${parcel}/advance`, event);
      tally.repeated('news of the carrier');
    }
    if (place + 1 === WAY.length) underway.delete(parcel);
    else underway.set(parcel, place + 1);
    tally.did(delivering.name);
  },
};
