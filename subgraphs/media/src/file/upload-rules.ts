import { enumOf } from '@stoa/kit/graphql';

export const UploadPurpose = enumOf('UploadPurpose', ['PRODUCT_IMAGE', 'STUDY_RESOURCE', 'LECTURE_VIDEO', 'AVATAR', 'PRODUCT_TABLE']);
export type UploadPurpose = keyof typeof UploadPurpose;

const MB = 1024 * 1024;

const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'];

/** What a student reads, and the archives that hold several of such. Nothing among it runs by being opened in a browser. */
const DOCUMENT_TYPES = [
  'application/pdf',
  'application/epub+zip',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'audio/mpeg',
  'text/plain',
  'text/csv',
  'text/markdown',
];

/** A product on each line; see the catalog. */
const TABLE_TYPES = ['text/csv', 'application/x-ndjson'];

const VIDEO_TYPES = ['video/mp4', 'video/quicktime', 'video/webm'];

export interface UploadRule {
  readonly types: readonly string[];
  readonly largestBytes: number;
  /** Whether only sellers have any use for it. */
  readonly sellersOnly: boolean;
  /** Whether it is made anew from what was uploaded, and shown to everybody. */
  readonly isImage: boolean;
}

/** What may be uploaded for which purpose. */
export const uploadRules: Readonly<Record<UploadPurpose, UploadRule>> = {
  PRODUCT_IMAGE: { types: IMAGE_TYPES, largestBytes: 20 * MB, sellersOnly: true, isImage: true },
  AVATAR: { types: IMAGE_TYPES, largestBytes: 5 * MB, sellersOnly: false, isImage: true },
  STUDY_RESOURCE: { types: DOCUMENT_TYPES, largestBytes: 500 * MB, sellersOnly: true, isImage: false },
  LECTURE_VIDEO: { types: VIDEO_TYPES, largestBytes: 5 * 1024 * MB, sellersOnly: true, isImage: false },
  PRODUCT_TABLE: { types: TABLE_TYPES, largestBytes: 500 * MB, sellersOnly: true, isImage: false },
};
