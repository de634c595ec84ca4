import type { ShipmentStatus } from './known-shipment.projection.ts';

const SHIPPED_OR_FURTHER: readonly ShipmentStatus[] = ['SHIPPED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED'];

/** Whether nothing of an order will be sent any more. */
export const allCancelled = (statuses: readonly ShipmentStatus[]): boolean => statuses.every((status) => status === 'CANCELLED');

/** What the shipments of an order say about it. Cancelled ones do not count; where none is left, what needed none has arrived. */
export function progressOf(statuses: readonly ShipmentStatus[], needsNone = false): 'deliver' | 'ship' | 'progress' | null {
  const counting = statuses.filter((status) => status !== 'CANCELLED');
  if (counting.length === 0) return needsNone && statuses.length > 0 ? 'deliver' : null;
  if (counting.every((status) => status === 'DELIVERED')) return 'deliver';
  if (counting.every((status) => SHIPPED_OR_FURTHER.includes(status))) return 'ship';
  return counting.some((status) => status !== 'PENDING') ? 'progress' : null;
}
