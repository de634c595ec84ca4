import type { PayloadOf } from '@stoa/kit/contracts';
import type { MediaStatusChanged } from '@stoa/schema/events/media';
import type { MediaFile } from './media-file.entity.ts';

/** What others hear of a file. */
export const fileFacts = ({ id, ownerId, purpose, status }: MediaFile): PayloadOf<typeof MediaStatusChanged> => ({
  fileId: id,
  ownerId,
  purpose,
  status,
});
