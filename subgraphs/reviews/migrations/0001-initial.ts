import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'reviews-0001-initial',
  sql: `
    create table "review" ("id" uuid not null, "product_id" uuid not null, "seller_id" uuid not null, "buyer_id" uuid not null, "status" text not null, "rating" smallint not null, "title" varchar(200) null, "body" varchar(5000) null, "verified_purchase" boolean not null, "reply" varchar(5000) null, "replied_at" timestamptz null, "created_at" timestamptz not null default now(), "edited_at" timestamptz null, "moderation_reason" varchar(500) null, "awaits_moderation" boolean not null, "version" int not null default 1, primary key ("id"));
    create index "review_buyer_id_id_index" on "review" ("buyer_id", "id");
    alter table "review" add constraint "review_product_id_buyer_id_unique" unique ("product_id", "buyer_id");
    alter table "review" add constraint "review_status_check" check ("status" in ('PENDING', 'PUBLISHED', 'HIDDEN'));
    alter table "review" add constraint review_rating check (rating >= 1 and rating <= 5);
    create index review_shown on review (product_id, id) where status = 'PUBLISHED';
    create index review_queued on review (id) where awaits_moderation;
    create table "review_revision" ("review_id" uuid not null, "version" int not null, "rating" smallint not null, "title" varchar(200) null, "body" varchar(5000) null, "reply" varchar(5000) null, "replaced_at" timestamptz not null default now(), primary key ("review_id", "version"));
    create table "review_report" ("review_id" uuid not null, "reporter_id" uuid not null, "reason" varchar(500) not null, "created_at" timestamptz not null default now(), primary key ("review_id", "reporter_id"));
    create table "purchase" ("order_item_id" uuid not null, "buyer_id" uuid not null, "product_id" uuid not null, "seller_id" uuid not null, "granted_at" timestamptz null, "ended_at" timestamptz null, primary key ("order_item_id"));
    create index "purchase_buyer_id_product_id_index" on "purchase" ("buyer_id", "product_id");
    create table "product_rating" ("product_id" uuid not null, "count" int not null, "sum" int not null, primary key ("product_id"));
    alter table product_rating add constraint product_rating_adds_up check (count >= 0 and sum >= count and sum <= 5 * count);
`,
} satisfies TableStep;
