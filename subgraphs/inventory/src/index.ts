import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import {
  AvailabilityChanged,
  ReservationExpired,
  ReservationFulfilled,
  SaleRefused,
  StockCreated,
  StockLow,
  StockUpdated,
  VariantListed,
} from '@stoa/schema/events/inventory';
import { migrations } from '../migrations/index.ts';
import { inventoryFigures } from './figures.ts';
import { inventoryPersonalData } from './personal-data.ts';
import { answerAllocate } from './reservation/allocate.ts';
import { expireReservations } from './reservation/expire-reservations.job.ts';
import { answerHoldForCart } from './reservation/hold-for-cart.ts';
import { answerMoveHold } from './reservation/move-hold.ts';
import { onCartAbandoned } from './reservation/on-cart-abandoned.ts';
import { onCartMerged } from './reservation/on-cart-merged.ts';
import { onItemsDropped } from './reservation/on-items-dropped.ts';
import { onOrderCancelled } from './reservation/on-order-cancelled.ts';
import { onOrderConfirmed } from './reservation/on-order-confirmed.ts';
import { onReturnReceived } from './reservation/on-return-received.ts';
import { answerReleaseOrder } from './reservation/release.ts';
import { Reservation, ReservationLine } from './reservation/reservation.entity.ts';
import { reservationMachine } from './reservation/reservation.machine.ts';
import { Stock } from './stock/stock.entity.ts';
import { stockPolicy } from './stock/stock.policy.ts';
import { StockResolver, variantExtension } from './stock/stock.resolver.ts';
import { KnownVariant } from './variant/known-variant.projection.ts';
import { onProductCreated } from './variant/on-product-created.ts';

/** How many there are of each physical variant, and who holds them. */
export default defineSubgraph({
  name: 'inventory',
  entities: [Stock, Reservation, ReservationLine, KnownVariant],
  migrations,
  resolvers: [StockResolver],
  references: [variantExtension],
  policies: [stockPolicy],
  cacheHints: { 'Variant.availability': 60 },
  machines: [reservationMachine],
  publishes: [
    StockCreated,
    VariantListed,
    StockUpdated,
    AvailabilityChanged,
    StockLow,
    ReservationFulfilled,
    ReservationExpired,
    SaleRefused,
  ],
  commands: [answerHoldForCart, answerMoveHold, answerAllocate, answerReleaseOrder],
  handlers: [onProductCreated, onCartAbandoned, onCartMerged, onOrderConfirmed, onOrderCancelled, onItemsDropped, onReturnReceived],
  figures: inventoryFigures,
  jobs: [expireReservations],
  personalData: inventoryPersonalData,
  staffActs: staffActs(recordStaffActs, 'inventory'),
});
