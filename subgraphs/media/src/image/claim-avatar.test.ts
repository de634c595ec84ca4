import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aBuyer, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startObjectStore } from '@stoa/sandbox/index';
import { claimAvatar } from '@stoa/schema/commands/media';
import { sweepFiles } from '../file/sweep-files.job.ts';
import manifest from '../index.ts';
import { anAvatar, anImage } from '../testing/given-file.ts';
import { StoreAtHand } from '../testing/store-at-hand.ts';

let store: StoreAtHand;
let media: TestSubgraph;

beforeAll(async () => {
  store = await StoreAtHand.start(startObjectStore);
  media = await startTestSubgraph(manifest, { environment: store.environment });
});

afterAll(async () => {
  await media?.stop();
  await store?.close();
});

const claim = (userId: string, fileId: string | null) => media.answer(claimAvatar, { userId, fileId });

const isKept = async (fileId: string): Promise<boolean> => {
  await media.sql.query(`update media_file set unused_since = unused_since - interval '8 days' where id = $1`, [fileId]);
  await media.run(sweepFiles);
  return (await media.sql.query('select 1 from media_file where id = $1', [fileId])).length === 1;
};

test('a portrait is kept while it is shown; another one, or none, gives it up', async () => {
  const viewer = aBuyer();
  const [first, second] = [await anAvatar(media, viewer), await anAvatar(media, viewer)];
  expect(await claim(viewer.userId!, first.id)).toEqual({ url: `https://shop.example/media/${first.id}-medium.webp` });
  expect(await isKept(first.id)).toBe(true);
  await claim(viewer.userId!, second.id);
  expect([await isKept(first.id), await isKept(second.id)]).toEqual([false, true]);
  expect(await claim(viewer.userId!, null)).toEqual({ url: null });
  expect(await isKept(second.id)).toBe(false);
});

test('others’ portraits, other pictures and what is none are refused, and the present one stays', async () => {
  const viewer = aSeller();
  const own = await anAvatar(media, viewer);
  await claim(viewer.userId!, own.id);
  const others = [(await anAvatar(media, aBuyer())).id, (await anImage(media, viewer)).id, 'nonsense'];
  for (const fileId of others)
    await expect(claim(viewer.userId!, fileId)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'avatarFileId' } });
  expect(await isKept(own.id)).toBe(true);
});
