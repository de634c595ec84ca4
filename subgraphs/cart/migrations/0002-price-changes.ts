import type { TableStep } from '@stoa/kit/persistence';

/** An older process beside this one writes lines without these columns, and means that nothing has changed. */
export default {
  name: 'cart-0002-price-changes',
  sql: `
    alter table "cart_item" add column "added_minor" bigint null, add column "told_minor" bigint null;
    alter table "cart_item" add column "purchasable" boolean not null default true, add column "product_version" int not null default 0;
    create index "cart_item_product_id_index" on "cart_item" ("product_id");
`,
} satisfies TableStep;
