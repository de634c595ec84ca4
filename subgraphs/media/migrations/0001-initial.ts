import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'media-0001-initial',
  sql: `
    create table "media_file" ("id" uuid not null, "owner_id" uuid not null, "seller_id" uuid null, "purpose" text not null, "status" text not null, "file_name" varchar(200) not null, "content_type" varchar(100) not null, "size" bigint not null, "progress" int not null default 0, "failure" varchar(200) null, "width" int null, "height" int null, "upload_expires_at" timestamptz not null, "unused_since" timestamptz null default now(), "created_at" timestamptz not null default now(), "version" int not null default 1, primary key ("id"));
    create index "media_file_owner_id_index" on "media_file" ("owner_id");
    create index "media_file_status_upload_expires_at_index" on "media_file" ("status", "upload_expires_at");
    create table "download" ("product_id" uuid not null, "seller_id" uuid not null, "file_id" uuid not null, "version" int not null default 1, primary key ("product_id"));
    create index "download_file_id_index" on "download" ("file_id");
    create table "entitlement" ("order_item_id" uuid not null, "buyer_id" uuid not null, "product_id" uuid not null, "granted_at" timestamptz null, "ended_at" timestamptz null, "links_issued" int not null default 0, primary key ("order_item_id"));
    create index "entitlement_buyer_id_product_id_index" on "entitlement" ("buyer_id", "product_id");
    alter table "media_file" add constraint "media_file_purpose_check" check ("purpose" in ('PRODUCT_IMAGE', 'STUDY_RESOURCE', 'AVATAR'));
    alter table "media_file" add constraint "media_file_status_check" check ("status" in ('AWAITING_UPLOAD', 'UPLOADED', 'PROCESSING', 'READY', 'FAILED'));
`,
} satisfies TableStep;
