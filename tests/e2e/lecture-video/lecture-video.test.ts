import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SAMPLE_SECONDS, sampleVideo } from '@stoa/sandbox/testing/sample-video';
import { ConfirmUploadDocument, FollowFileDocument, ResumeUploadDocument, SeeVideoDocument } from '@stoa/schema/generated/operations/e2e';
import { told } from '../support/events.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import {
  assetsAtMux,
  holdProcessing,
  muxNewsOf,
  muxPeace,
  muxWebhooksTravel,
  postMuxWebhook,
  releaseMuxWebhooks,
  repeatMuxWebhook,
} from '../support/mux-controls.ts';
import { aBuyer, aSeller, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { aVideo, bytesAt, putPart, requestVideo } from '../support/uploads.ts';

let shop: Shop;
let teacher: Person;

inOneShop(async (opened) => {
  shop = opened;
});

beforeEach(async () => {
  teacher = await aSeller(shop);
});

afterEach(() => muxPeace(shop));

const seen = async (fileId: string, person: Person = teacher) => (await person.ask(SeeVideoDocument, { id: fileId })).mediaFile;

const untilReady = (fileId: string) =>
  until('the video can be played', async () => {
    const file = (await seen(fileId))!;
    return file.status === 'READY' && file;
  });

const timesReady = (fileId: string): Promise<number> => told(shop, 'media', 'media.video.ready', fileId);

test('a video goes up in parts, is cut off, goes on, is processed while its teacher watches, and is played by tokens alone', async () => {
  const bytes = sampleVideo(18 * 1024 * 1024);
  const { fileId, parts } = await requestVideo(teacher, bytes.length);
  expect(parts).toHaveLength(3);
  const { url, ...whole } = parts[1]!;
  // The connection breaks in the middle of the second part.
  await expect(fetch(url, { method: 'PUT', duplex: 'half', body: cutAfter(bytes, whole.offset) } as RequestInit)).rejects.toThrow();
  expect(await putPart(parts[0]!, bytes)).toBe(200);
  expect(await teacher.refusal(ConfirmUploadDocument, { fileId })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'fileId' });
  const { resumeUpload } = await teacher.ask(ResumeUploadDocument, { fileId });
  expect(resumeUpload.parts!.map(({ number }) => number)).toEqual([2, 3]);
  expect(resumeUpload.file.progress).toBe(44);
  for (const part of resumeUpload.parts!) expect(await putPart(part, bytes)).toBe(200);

  await holdProcessing(shop, true);
  const changes = teacher.watch(FollowFileDocument, { fileId });
  await teacher.ask(ConfirmUploadDocument, { fileId });
  await until('it is being processed', async () => {
    shop.wakeJob('media', 'processVideos');
    return (await seen(fileId))!.progress === 50;
  });
  await holdProcessing(shop, false);
  const { playbackUrl, thumbnailUrl, durationSeconds } = await untilReady(fileId);
  await until('its teacher was told', async () => changes.events.some(({ mediaStatusChanged }) => mediaStatusChanged.status === 'READY'));
  changes.stop();
  expect(durationSeconds).toBe(SAMPLE_SECONDS);

  const list = (await bytesAt(playbackUrl!)).toString();
  const [, segment] = /^(.+\.ts\?token=.+)$/m.exec(list)!;
  const playing = await bytesAt(new URL(segment!, playbackUrl!).href);
  // A transport stream is packets of 188 bytes, each of which begins with the same one.
  expect([playing.length % 188, playing[0], playing[188]]).toEqual([0, 0x47, 0x47]);
  expect((await bytesAt(thumbnailUrl!)).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  const statusOf = async (address: URL): Promise<number> => (await fetch(address)).status;
  const [without, changed] = [new URL(playbackUrl!), new URL(playbackUrl!)];
  without.search = '';
  changed.searchParams.set('token', `${changed.searchParams.get('token')!.slice(0, -4)}AAAA`);
  const ofThumbnail = new URL(playbackUrl!);
  ofThumbnail.search = new URL(thumbnailUrl!).search;
  expect([await statusOf(without), await statusOf(changed), await statusOf(ofThumbnail)]).toEqual([403, 403, 403]);

  const store = await shop.sql<{ started: boolean; finished: boolean }>(
    'media',
    'select started_at is not null as started, finished_at >= started_at as finished from video where file_id = $1',
    [fileId],
  );
  expect(store).toEqual([{ started: true, finished: true }]);
  await everythingAgrees(shop);
}, 120_000);

/** A stream that breaks off after a megabyte of what it should bring. */
function cutAfter(bytes: Buffer, offset: number): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(bytes.subarray(offset, offset + 1024 * 1024)));
      controller.error(new Error('the connection broke'));
    },
  });
}

test('webhooks that come twice, late and out of order say it once', async () => {
  await muxWebhooksTravel(shop, { hold: true });
  const fileId = await aVideo(teacher);
  await until('Mux has told all', async () => {
    shop.wakeJob('media', 'processVideos');
    return (await muxNewsOf(shop, fileId)).length === 2;
  });
  await releaseMuxWebhooks(shop, 'reversed');
  await untilReady(fileId);
  for (const { id } of await muxNewsOf(shop, fileId)) await repeatMuxWebhook(shop, id, 3);
  const [, ready] = await muxNewsOf(shop, fileId);
  expect(await postMuxWebhook(shop, ready!)).toBe(200);
  expect(await postMuxWebhook(shop, { ...ready, type: 'video.asset.errored', data: { ...ready!.data, status: 'errored' } })).toBe(200);
  expect([(await seen(fileId))!.status, await timesReady(fileId)]).toEqual(['READY', 1]);
  await everythingAgrees(shop);
});

test('a webhook that never comes is not needed, and a forged one is refused', async () => {
  await muxWebhooksTravel(shop, { drop: true });
  await holdProcessing(shop, true);
  const fileId = await aVideo(teacher);
  await until('Mux has it', async () => {
    shop.wakeJob('media', 'processVideos');
    return (await seen(fileId))!.status === 'PROCESSING';
  });
  const [assetId] = await assetsAtMux(shop, fileId);
  const forged = { type: 'video.asset.ready', data: { id: assetId, status: 'ready', passthrough: fileId } };
  expect(await postMuxWebhook(shop, forged, { secret: 'somebody else’s' })).toBe(400);
  expect(await postMuxWebhook(shop, forged, { atSeconds: Math.floor(Date.now() / 1_000) - 3_600 })).toBe(400);
  // Even under the right signature Mux is asked what holds.
  expect(await postMuxWebhook(shop, forged)).toBe(200);
  expect((await seen(fileId))!.status).toBe('PROCESSING');
  await holdProcessing(shop, false);
  await until('it was asked for', async () => {
    shop.wakeJob('media', 'processVideos');
    return (await seen(fileId))!.status === 'READY';
  });
  await everythingAgrees(shop);
});

test('what is no video has failed, in words for its teacher; others see nothing of it', async () => {
  const fileId = await aVideo(teacher, Buffer.concat([sampleVideo().subarray(0, 200), Buffer.alloc(400)]));
  const failed = await until('it has failed', async () => {
    shop.wakeJob('media', 'processVideos');
    const file = (await seen(fileId))!;
    return file.status === 'FAILED' && file;
  });
  expect({ ...failed, failure: typeof failed.failure }).toMatchObject({ failure: 'string', playbackUrl: null, durationSeconds: null });
  expect([await seen(fileId, await aBuyer(shop)), await seen(fileId, await aSeller(shop))]).toEqual([null, null]);
  await everythingAgrees(shop);
});
