import type { TableStep } from '@stoa/kit/persistence';

/** Sellers' tables of products on their way in and out. */
export default {
  name: 'catalog-0007-tables-of-products',
  sql: `
    create table "product_import" ("id" uuid not null, "seller_id" uuid not null, "file_id" uuid not null, "file_name" varchar(200) not null, "format" text not null, "status" text not null, "total" int null, "done" int not null default 0, "created" int not null default 0, "updated" int not null default 0, "failed" int not null default 0, "failure" varchar(300) null, "next_offset" bigint not null default 0, "next_line" int not null default 1, "columns" jsonb null, "attempts" int not null default 0, "touched_at" timestamptz not null default now(), "created_at" timestamptz not null default now(), "ended_at" timestamptz null, "version" int not null default 1, primary key ("id"));
    create index "product_import_seller_id_id_index" on "product_import" ("seller_id", "id");
    create index "product_import_open" on "product_import" ("touched_at") where status in ('PENDING', 'RUNNING');
    alter table "product_import" add constraint "product_import_format_check" check ("format" in ('CSV', 'JSON_LINES'));
    alter table "product_import" add constraint "product_import_status_check" check ("status" in ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'));
    create table "product_import_error" ("import_id" uuid not null, "line" int not null, "sku" varchar(64) null, "code" varchar(40) not null, "field" varchar(100) null, "message" varchar(300) not null, primary key ("import_id", "line"));
    create table "product_export" ("id" uuid not null, "seller_id" uuid null, "format" text not null, "status" text not null, "total" int null, "attempts" int not null default 0, "touched_at" timestamptz not null default now(), "created_at" timestamptz not null default now(), "ended_at" timestamptz null, "version" int not null default 1, primary key ("id"));
    create index "product_export_open" on "product_export" ("touched_at") where status = 'PENDING';
    alter table "product_export" add constraint "product_export_format_check" check ("format" in ('CSV', 'JSON_LINES'));
    alter table "product_export" add constraint "product_export_status_check" check ("status" in ('PENDING', 'COMPLETED', 'FAILED'));
`,
} satisfies TableStep;
