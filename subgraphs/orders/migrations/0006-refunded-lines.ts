import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'orders-0006-refunded-lines',
  sql: `
    alter table "order_item" add "refunded" boolean not null default false;
    update order_item set refunded = true from orders where orders.id = order_item.order_id and orders.refunded;
`,
} satisfies TableStep;
