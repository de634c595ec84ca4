import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'cart-0003-guest-carts',
  sql: `
    alter table "cart" drop constraint "cart_status_check";
    alter table "cart" add constraint "cart_status_check" check ("status" in ('ACTIVE', 'CHECKOUT', 'COMPLETED', 'ABANDONED', 'EXPIRED', 'MERGED'));
    create table "cart_merge" ("cart_id" uuid not null, "guest_id" uuid not null, "buyer_id" uuid not null, "into_cart_id" uuid not null, "left_out" jsonb not null, "merged_at" timestamptz not null default now(), primary key ("cart_id"));
    create index "cart_merge_guest_id_index" on "cart_merge" ("guest_id");
`,
} satisfies TableStep;
