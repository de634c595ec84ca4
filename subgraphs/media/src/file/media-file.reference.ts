import { reference } from '@stoa/kit/graphql';
import { MediaFile } from './media-file.entity.ts';
import { mediaFilePolicy } from './media-file.policy.ts';

export const mediaFileReference = reference(MediaFile, mediaFilePolicy.read, ({ rows }, ids) => rows.by(MediaFile, 'id', ids));
