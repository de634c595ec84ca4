import type { TableStep } from '@stoa/kit/persistence';

/** Tables of products, which sellers upload and catalog writes. */
export default {
  name: 'media-0003-product-tables',
  sql: `
    alter table "media_file" drop constraint "media_file_purpose_check";
    alter table "media_file" add constraint "media_file_purpose_check" check ("purpose" in ('PRODUCT_IMAGE', 'STUDY_RESOURCE', 'LECTURE_VIDEO', 'AVATAR', 'PRODUCT_TABLE'));
`,
} satisfies TableStep;
