import { isAdmin } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import type { MediaFile } from './media-file.entity.ts';

const uploader: RowRule<MediaFile> = (viewer, file) => isAdmin(viewer) || viewer.userId === file.ownerId;

export const mediaFilePolicy = policy('MediaFile', {
  operations: {
    'Query.mediaFile': 'authenticated',
    'Mutation.requestUpload': 'authenticated',
    'Mutation.confirmUpload': 'authenticated',
    'Subscription.mediaStatusChanged': 'authenticated',
  },
  fields: { 'MediaFile.url': 'everyone', 'MediaFile.thumbnailUrl': 'everyone' },
  rows: { read: uploader, confirm: uploader },
});
