import { reference } from '@stoa/kit/graphql';
import { maySee } from '../video/may-see.ts';
import { MediaFile } from './media-file.entity.ts';

export const mediaFileReference = reference(MediaFile, maySee, ({ rows }, ids) => rows.by(MediaFile, 'id', ids));
