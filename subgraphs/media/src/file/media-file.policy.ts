import { may, type Scope } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import { maySee } from '../video/may-see.ts';
import type { MediaFile } from './media-file.entity.ts';

const uploader =
  (scope: Scope): RowRule<MediaFile> =>
  (viewer, file) =>
    may(viewer, scope) || viewer.userId === file.ownerId;

export const mediaFilePolicy = policy('MediaFile', {
  operations: {
    'Query.mediaFile': 'authenticated',
    'Mutation.requestUpload': 'authenticated',
    'Mutation.resumeUpload': 'authenticated',
    'Mutation.confirmUpload': 'authenticated',
    'Subscription.mediaStatusChanged': 'authenticated',
  },
  acting: {
    'Mutation.requestUpload': 'allowed',
    'Mutation.resumeUpload': 'allowed',
    'Mutation.confirmUpload': 'allowed',
  },
  fields: {
    'MediaFile.url': 'everyone',
    'MediaFile.thumbnailUrl': (viewer, file: MediaFile, context) => file.purpose !== 'LECTURE_VIDEO' || maySee(viewer, file, context),
    'MediaFile.playbackUrl': (viewer, file: MediaFile, context) => file.purpose !== 'LECTURE_VIDEO' || maySee(viewer, file, context),
  },
  rows: { read: uploader('media:read'), upload: uploader('media:write') },
});
