import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'media-0002-videos',
  sql: `
    create table "video" ("file_id" uuid not null, "upload_id" text not null, "asset_id" varchar(100) null, "playback_id" varchar(100) null, "lecture_id" uuid null, "asked_at" timestamptz null, "started_at" timestamptz null, "finished_at" timestamptz null, primary key ("file_id"));
    alter table "video" add constraint "video_lecture_id_unique" unique ("lecture_id");
    alter table "media_file" drop constraint "media_file_purpose_check";
    alter table "media_file" add "duration_seconds" int null;
    alter table "media_file" add constraint "media_file_purpose_check" check ("purpose" in ('PRODUCT_IMAGE', 'STUDY_RESOURCE', 'LECTURE_VIDEO', 'AVATAR'));
`,
} satisfies TableStep;
