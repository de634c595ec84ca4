import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'catalog-0001-initial',
  sql: `
    create table "category" ("id" uuid not null, "name" varchar(100) not null, "slug" varchar(120) not null, "parent_id" uuid null, primary key ("id"));
    alter table "category" add constraint "category_slug_unique" unique ("slug");
    create index "category_parent_id_index" on "category" ("parent_id");
    create table "product" ("id" uuid not null, "seller_id" uuid not null, "kind" text not null, "status" text not null, "name" varchar(200) not null, "slug" varchar(220) not null, "description" text not null, "category_id" uuid null, "price_amount_minor" bigint not null, "price_currency" char(3) not null, "attributes" jsonb not null, "version" int not null default 1, "created_at" timestamptz not null default now(), primary key ("id"));
    alter table "product" add constraint "product_slug_unique" unique ("slug");
    create index "product_category_id_index" on "product" ("category_id");
    create index "product_seller_id_status_index" on "product" ("seller_id", "status");
    create table "variant" ("id" uuid not null, "product_id" uuid not null, "seller_id" uuid not null, "sku" varchar(64) not null, "name" varchar(200) not null, "price_amount_minor" bigint not null, "price_currency" char(3) not null, "options" jsonb not null, "position" int not null, primary key ("id"));
    create index "variant_product_id_index" on "variant" ("product_id");
    alter table "variant" add constraint "variant_seller_id_sku_unique" unique ("seller_id", "sku");
    alter table "category" add constraint "category_parent_id_foreign" foreign key ("parent_id") references "category" ("id") on delete set null;
    alter table "product" add constraint "product_category_id_foreign" foreign key ("category_id") references "category" ("id") on delete set null;
    alter table "product" add constraint "product_kind_check" check ("kind" in ('PHYSICAL', 'DIGITAL', 'COURSE'));
    alter table "product" add constraint "product_status_check" check ("status" in ('DRAFT', 'ACTIVE', 'ARCHIVED'));
    alter table "variant" add constraint "variant_product_id_foreign" foreign key ("product_id") references "product" ("id");
`,
} satisfies TableStep;
