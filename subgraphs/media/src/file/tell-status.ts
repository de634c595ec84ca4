import type { PayloadOf } from '@stoa/kit/contracts';
import type { Transaction } from '@stoa/kit/use-case';
import { MediaStatusChanged, VideoProgressed } from '@stoa/schema/events/media';
import type { MediaFile } from './media-file.entity.ts';

type FirstPurposes = PayloadOf<typeof MediaStatusChanged>['purpose'];
type OnItsWay = PayloadOf<typeof VideoProgressed>['status'];

/**
 * Tells others where a file is by now. Videos have events of their own, and `media.video.ready` for the last step. A table of products goes to the catalog at
 * once, which tells how far it is.
 */
export function tellStatus({ emit }: Transaction, file: MediaFile): void {
  const { id: fileId, ownerId, purpose, status, progress } = file;
  if (purpose === 'PRODUCT_TABLE') return;
  if (file.isVideo) emit(VideoProgressed, file, { fileId, ownerId, status: status as OnItsWay, progress });
  else emit(MediaStatusChanged, file, { fileId, ownerId, purpose: purpose as FirstPurposes, status });
}
