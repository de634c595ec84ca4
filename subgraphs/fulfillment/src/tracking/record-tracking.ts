import { newId } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { changeShipment, lockShipment } from '../shipment/change-shipment.ts';

export interface CarrierNews {
  readonly id: string;
  readonly trackingNumber: string;
  readonly carrier: string;
  readonly status: 'SHIPPED' | 'IN_TRANSIT' | 'OUT_FOR_DELIVERY' | 'DELIVERED';
  readonly description?: string | null | undefined;
  readonly location?: string | null | undefined;
  readonly at: string;
}

const triggers = { SHIPPED: null, IN_TRANSIT: 'transit', OUT_FOR_DELIVERY: 'arrive', DELIVERED: 'deliver' } as const;

/** Keeps what a carrier said, once, and moves the parcels it is about. False where no parcel has that number. */
export function recordTracking(context: DomainContext, news: CarrierNews): Promise<boolean> {
  return context.transact(async (tx) => {
    const shipments = await tx.sql.query<{ id: string }>(
      'select id from shipment where lower(carrier) = lower($1) and tracking_number = $2 order by id',
      [news.carrier, news.trackingNumber.replaceAll(/\s/g, '')],
    );
    for (const { id } of shipments) await record(tx, id, news);
    return shipments.length > 0;
  });
}

async function record(tx: Transaction, shipmentId: string, news: CarrierNews): Promise<void> {
  const { order, shipment } = await lockShipment(tx, shipmentId);
  const inserted = await tx.sql.query(
    `insert into tracking_event (id, shipment_id, carrier_event_id, status, description, location, at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (shipment_id, carrier_event_id) do nothing returning id`,
    [newId(), shipmentId, news.id, news.status, news.description ?? null, news.location ?? null, news.at],
  );
  const trigger = triggers[news.status];
  if (inserted.length > 0 && trigger) changeShipment(tx, order, shipment, trigger);
}
