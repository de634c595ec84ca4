import { answerRead } from '@stoa/kit/commands';
import { describeDownloads } from '@stoa/schema/commands/media';
import { Download } from './download.entity.ts';

export const answerDescribeDownloads = answerRead(describeDownloads, async ({ rows }, { productIds }) => {
  const found = await rows.by(Download, 'productId', productIds);
  return { productIds: found.map(({ productId }) => productId) };
});
