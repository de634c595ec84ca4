import { holding, personalData } from '@stoa/kit/personal-data';
import { handOverPersonalData } from '@stoa/schema/commands/identity';
import { DataExportRequested, UserErased } from '@stoa/schema/events/identity';
import { Reservation } from './reservation/reservation.entity.ts';

const contracts = { erased: UserErased, exportRequested: DataExportRequested, handOver: handOverPersonalData };

/** Goods that are held for somebody are known by ids alone. */
export const inventoryPersonalData = personalData(contracts, 'inventory', [holding(Reservation, 'buyer_id = $1', 'keep')]);
