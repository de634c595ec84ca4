import { tellingStep } from '@stoa/kit/events';

/** What was in stock before lists could be narrowed down by it. Of what was not, they think so anyway. */
export default tellingStep('inventory-0003-tell-availability', {
  event: 'inventory.stock.availabilityChanged',
  version: 1,
  aggregate: 'Stock',
  rows: `select variant_id as "aggregateId", version as "aggregateVersion", variant_id as "variantId", seller_id as "sellerId", true as "inStock"
    from stock where available > 0`,
});
