import { answer } from '@stoa/kit/commands';
import { badInput } from '@stoa/kit/errors';
import { isEntityId } from '@stoa/kit/graphql';
import { claimAvatar } from '@stoa/schema/commands/media';
import { mediaSettings } from '../store/media-settings.ts';
import { imageAddress } from './image-variants.ts';

/** A user's own portrait, from now on shown and therefore kept. All others of theirs are swept some day. */
export const answerClaimAvatar = answer(claimAvatar, async ({ sql, use }, { userId, fileId }) => {
  const known = fileId !== null && isEntityId(fileId) ? fileId : null;
  const claimed = await sql.query(
    `update media_file set unused_since = null where id = $1 and owner_id = $2 and purpose = 'AVATAR' and status = 'READY' returning id`,
    [known, userId],
  );
  if (fileId !== null && claimed.length === 0) throw badInput('there is no ready portrait of yours by this id', 'avatarFileId');
  await sql.query(
    `update media_file set unused_since = now() where owner_id = $1 and purpose = 'AVATAR' and unused_since is null and id is distinct from $2`,
    [userId, known],
  );
  return { url: known && imageAddress(use(mediaSettings), known, 'medium') };
});
