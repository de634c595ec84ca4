import { holding, personalData } from '@stoa/kit/personal-data';
import { handOverPersonalData } from '@stoa/schema/commands/identity';
import { DataExportRequested, UserErased } from '@stoa/schema/events/identity';
import { Return } from './return/return.entity.ts';
import { OrderShipments } from './shipment/order-shipments.entity.ts';
import { Shipment } from './shipment/shipment.entity.ts';
import { TrackingEvent } from './tracking/tracking-event.entity.ts';

const contracts = { erased: UserErased, exportRequested: DataExportRequested, handOver: handOverPersonalData };

/** Of an address the country stays, by which parcels are counted. */
const COUNTRY_ALONE = `jsonb_build_object('id', shipping_address->'id', 'name', '', 'line1', '', 'city', '', 'postalCode', '', 'country', shipping_address->'country')`;

/** Which goods went out stays, since a seller must be able to show that they did; where to is forgotten. */
export const fulfillmentPersonalData = personalData(contracts, 'fulfillment', [
  holding(TrackingEvent, 'shipment_id in (select id from shipment where buyer_id = $1)', { location: 'null', description: 'null' }),
  holding(Shipment, 'buyer_id = $1', { shipping_address: COUNTRY_ALONE }),
  holding(OrderShipments, 'buyer_id = $1', { shipping_address: COUNTRY_ALONE }),
  holding(Return, 'buyer_id = $1', { reason: `''` }),
]);
