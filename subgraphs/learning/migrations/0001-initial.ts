import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'learning-0001-initial',
  sql: `
    create table "certificate" ("id" uuid not null, "number" varchar(19) not null, "enrollment_id" uuid not null, "student_name" varchar(210) not null, "course_name" varchar(200) not null, "issued_at" timestamptz not null default now(), primary key ("id"));
    alter table "certificate" add constraint "certificate_number_unique" unique ("number");
    alter table "certificate" add constraint "certificate_enrollment_id_unique" unique ("enrollment_id");
    create table "chapter" ("id" uuid not null, "course_id" uuid not null, "title" varchar(200) not null, "position" int not null, primary key ("id"));
    create index "chapter_course_id_index" on "chapter" ("course_id");
    create table "course" ("id" uuid not null, "seller_id" uuid not null, "status" text not null, "name" varchar(200) not null default '', "product_version" int not null default 0, primary key ("id"));
    create table "enrollment" ("id" uuid not null, "course_id" uuid not null, "student_id" uuid not null, "seller_id" uuid not null, "status" text not null, "progress_percentage" double precision not null default 0, "total_watch_time_seconds" int not null default 0, "watch_credit_seconds" double precision not null default 600, "watched_at" timestamptz not null default now(), "enrolled_at" timestamptz not null default now(), "completed_at" timestamptz null, "certificate_due" boolean not null default false, "version" int not null default 1, primary key ("id"));
    create index "enrollment_course_id_id_index" on "enrollment" ("course_id", "id");
    alter table "enrollment" add constraint "enrollment_student_id_course_id_unique" unique ("student_id", "course_id");
    create table "enrollment_tally" ("id" uuid not null default gen_random_uuid(), "course_id" uuid not null, "change" int not null, primary key ("id"));
    create index "enrollment_tally_course_id_index" on "enrollment_tally" ("course_id");
    create table "lecture" ("id" uuid not null, "course_id" uuid not null, "chapter_id" uuid not null, "title" varchar(200) not null, "position" int not null, "preview" boolean not null default false, "available_from" timestamptz null, "file_id" uuid null, primary key ("id"));
    create index "lecture_course_id_index" on "lecture" ("course_id");
    create index "lecture_chapter_id_index" on "lecture" ("chapter_id");
    alter table "lecture" add constraint "lecture_file_id_unique" unique ("file_id");
    create table "lecture_progress" ("enrollment_id" uuid not null, "lecture_id" uuid not null, "watched" int4multirange not null, "watched_seconds" int not null, "completed_at" timestamptz null, primary key ("enrollment_id", "lecture_id"));
    create table "paid_line" ("order_item_id" uuid not null, "student_id" uuid not null, "course_id" uuid not null, "paid_at" timestamptz null, "refunded_at" timestamptz null, primary key ("order_item_id"));
    create index "paid_line_student_id_course_id_index" on "paid_line" ("student_id", "course_id");
    create table "video" ("file_id" uuid not null, "duration_seconds" int not null, primary key ("file_id"));
    create table "xapi_statement" ("id" uuid not null, "statement" jsonb not null, "attempts" int not null default 0, "next_try_at" timestamptz null default now(), "refusal" varchar(500) null, primary key ("id"));
    create index "xapi_statement_next_try_at_index" on "xapi_statement" ("next_try_at");
    alter table "course" add constraint "course_status_check" check ("status" in ('DRAFT', 'ACTIVE', 'ARCHIVED'));
    alter table "enrollment" add constraint "enrollment_status_check" check ("status" in ('ACTIVE', 'COMPLETED', 'DROPPED'));
    create index "enrollment_certificate_due" on "enrollment" ("id") where "certificate_due";

    create function learning_refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'certificates are append-only: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
    end $$;
    create trigger certificate_append_only before update or delete or truncate on certificate for each statement execute function learning_refuse_change();
`,
} satisfies TableStep;
