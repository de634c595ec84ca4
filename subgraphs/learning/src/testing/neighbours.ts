import { answering } from '@stoa/kit/testing';
import { describeProducts } from '@stoa/schema/commands/catalog';
import { describeUsers } from '@stoa/schema/commands/identity';
import { claimVideo } from '@stoa/schema/commands/media';

/** What the neighbours say: no product is known whose event has not come, every file is a video in processing, and people have a name. */
export const neighbours = () => [
  answering(describeProducts, () => ({ products: [] })),
  answering(claimVideo, ({ fileId }) => ({ fileId, status: 'PROCESSING' as const, durationSeconds: null })),
  answering(describeUsers, ({ userIds }) => ({ users: userIds.map((userId) => ({ userId, name: 'Ada Lovelace' })) })),
];
