import { holding, personalData } from '@stoa/kit/personal-data';
import { handOverPersonalData } from '@stoa/schema/commands/identity';
import { DataExportRequested, UserErased } from '@stoa/schema/events/identity';
import { CouponUse } from './coupon/coupon.entity.ts';
import { Order, OrderItem } from './order/order.entity.ts';

const contracts = { erased: UserErased, exportRequested: DataExportRequested, handOver: handOverPersonalData };

/** What was bought for how much stays, as the books need it; where it went, and in what words it was cancelled, is forgotten. */
export const ordersPersonalData = personalData(contracts, 'orders', [
  holding(Order, 'buyer_id = $1', { shipping_address: 'null', cancel_reason: 'null' }),
  holding(OrderItem, 'buyer_id = $1', 'keep'),
  holding(CouponUse, 'buyer_id = $1', 'keep'),
]);
