import { on } from '@stoa/kit/handlers';
import { OrderCancelled } from '@stoa/schema/events/orders';
import { releaseOrderHold } from './release.ts';

export const onOrderCancelled = on(OrderCancelled, (tx, { orderId }) => releaseOrderHold(tx, orderId));
