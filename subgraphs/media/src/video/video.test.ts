import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymous, type Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, answering, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startMuxSandbox, startObjectStore } from '@stoa/sandbox/index';
import { SAMPLE_SECONDS, sampleVideo } from '@stoa/sandbox/testing/sample-video';
import { mayWatch } from '@stoa/schema/commands/learning';
import { claimVideo } from '@stoa/schema/commands/media';
import { LectureRemoved } from '@stoa/schema/events/learning';
import { VideoProgressed, VideoReady } from '@stoa/schema/events/media';
import { videoKey } from '../file/object-keys.ts';
import { sweepFiles } from '../file/sweep-files.job.ts';
import manifest from '../index.ts';
import { aDocument, aVideo, requestVideo } from '../testing/given-file.ts';
import { MuxAtHand } from '../testing/mux-at-hand.ts';
import { StoreAtHand } from '../testing/store-at-hand.ts';
import { processVideos } from './process-videos.job.ts';

let store: StoreAtHand;
let mux: MuxAtHand;
let media: TestSubgraph;
let teacher: Viewer;

/** Who may watch what, as learning would say it: pairs of a user, or nobody, and a file. */
const watchers = new Set<string>();
let timesAsked = 0;

beforeAll(async () => {
  [store, mux] = await Promise.all([StoreAtHand.start(startObjectStore), MuxAtHand.start(startMuxSandbox)]);
  const learning = answering(mayWatch, ({ userId, fileIds }) => {
    timesAsked += 1;
    return { fileIds: fileIds.filter((id) => watchers.has(`${userId} ${id}`) || watchers.has(`null ${id}`)) };
  });
  media = await startTestSubgraph(manifest, { environment: { ...store.environment, ...mux.environment }, commands: [learning] });
});

beforeEach(() => {
  teacher = aSeller();
});

afterEach(async () => {
  await mux.control('reset', {});
  await mux.control('processing', { hold: false });
});

afterAll(async () => {
  await media?.stop();
  await mux?.close();
  await store?.close();
});

interface Seen {
  readonly status: string;
  readonly progress: number;
  readonly failure: string | null;
  readonly durationSeconds: number | null;
  readonly playbackUrl: string | null;
  readonly thumbnailUrl: string | null;
}

const SEEN = 'status progress failure durationSeconds playbackUrl thumbnailUrl';

const seen = async (fileId: string, viewer: Viewer = teacher): Promise<Seen | null> =>
  (await media.as(viewer).query<{ mediaFile: Seen | null }>(`query ($id: ID!) { mediaFile(id: $id) { ${SEEN} } }`, { id: fileId }))
    .mediaFile;

/** The file as whatever points at it leads there: a lecture of learning's. */
const reached = async (fileIds: readonly string[], viewer: Viewer): Promise<readonly (Seen | null)[]> =>
  (
    await media
      .as(viewer)
      .query<{ _entities: (Seen | null)[] }>(
        `query ($them: [_Any!]!) { _entities(representations: $them) { ... on MediaFile { ${SEEN} } } }`,
        {
          them: fileIds.map((id) => ({ __typename: 'MediaFile', id })),
        },
      )
  )._entities;

const untilSettled = async (fileId: string): Promise<Seen> => {
  for (;;) {
    await media.run(processVideos);
    const file = (await seen(fileId))!;
    if (file.status === 'READY' || file.status === 'FAILED') return file;
  }
};

const aReadyVideo = async (): Promise<string> => {
  const { id } = await aVideo(media, teacher, sampleVideo());
  await untilSettled(id);
  return id;
};

describe('a video', () => {
  test('is handed to its host, and says how far it is until it can be played', async () => {
    await mux.control('processing', { hold: true });
    const { id } = await aVideo(media, teacher, sampleVideo());
    await media.run(processVideos);
    const halfway = await (async () => {
      for (;;) {
        await media.run(processVideos);
        const file = (await seen(id))!;
        if (file.progress > 0) return file;
      }
    })();
    expect(halfway).toMatchObject({ status: 'PROCESSING', progress: 50, playbackUrl: null, thumbnailUrl: null, durationSeconds: null });
    await mux.control('processing', { hold: false });
    const ready = await untilSettled(id);
    expect(ready).toMatchObject({ status: 'READY', progress: 100, durationSeconds: SAMPLE_SECONDS });
    expect((await fetch(ready.playbackUrl!)).status).toBe(200);
    expect((await fetch(ready.thumbnailUrl!)).status).toBe(200);
    expect((await fetch(ready.playbackUrl!.split('?')[0]!)).status).toBe(403);
    const progressed = (await media.emitted(VideoProgressed)).filter(({ fileId }) => fileId === id);
    expect(progressed.map(({ status, progress }) => [status, progress])).toEqual([
      ['UPLOADED', 0],
      ['PROCESSING', 0],
      ['PROCESSING', 50],
    ]);
    const told = (await media.emitted(VideoReady)).filter(({ fileId }) => fileId === id);
    expect(told).toEqual([{ fileId: id, ownerId: teacher.userId, durationSeconds: SAMPLE_SECONDS, processingSeconds: expect.any(Number) }]);
  });

  test('that its host cannot read has failed, and is swept', async () => {
    const broken = Buffer.concat([sampleVideo().subarray(0, 200), Buffer.alloc(300)]);
    const { id } = await aVideo(media, teacher, broken);
    const { failure } = await untilSettled(id);
    expect(failure).toContain('MP4');
    const [asset] = await mux.assetsOf(id);
    expect(asset!.status).toBe('errored');
    await media.sql.query(`update media_file set upload_expires_at = now() - interval '2 days' where id = $1`, [id]);
    await media.run(sweepFiles);
    expect({ file: await seen(id), bytes: await store.read(videoKey(id)), assets: await mux.assetsOf(id) }).toEqual({
      file: null,
      bytes: null,
      assets: [],
    });
  });

  test('of which the host’s answer was lost is one asset all the same, whichever is told of first', async () => {
    await mux.control('faults', { kind: 'lose-reply', method: 'POST', path: '/video/v1/assets' });
    const { id } = await aVideo(media, teacher, sampleVideo());
    await media.run(processVideos);
    expect((await seen(id))!.status).toBe('UPLOADED');
    const [first] = await mux.assetsOf(id);
    // Minutes later it asks again, since no news has come; then the news of the first one does.
    await media.sql.query(`update video set asked_at = now() - interval '6 minutes' where file_id = $1`, [id]);
    await untilSettled(id);
    expect(await mux.assetsOf(id)).toHaveLength(2);
    expect((await tell({ type: 'video.asset.created', data: { id: first!.id, passthrough: id } })).status).toBe(200);
    const left = await mux.assetsOf(id);
    expect(left).toHaveLength(1);
    expect(left[0]!.id).not.toBe(first!.id);
  });

  test('that the host is too busy for waits, and one that it refuses has failed', async () => {
    const { id } = await aVideo(media, teacher, sampleVideo());
    await mux.control('faults', { kind: 'answer-error', method: 'POST', path: '/video/v1/assets', status: 429 });
    await media.run(processVideos);
    expect((await seen(id))!.status).toBe('UPLOADED');
    expect((await untilSettled(id)).status).toBe('READY');
    const { id: refused } = await aVideo(media, teacher, sampleVideo());
    await mux.control('faults', { kind: 'answer-error', method: 'POST', path: '/video/v1/assets', status: 422 });
    await media.run(processVideos);
    expect(await seen(refused)).toMatchObject({ status: 'FAILED', failure: 'the video host has refused it' });
  });
});

const SECRET = () => mux.environment.MUX_WEBHOOK_SECRET!;
const signature = (body: string, atSeconds = Math.floor(Date.now() / 1_000), secret = SECRET()): string =>
  `t=${atSeconds},v1=${createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex')}`;

/** A webhook of Mux's, signed as it signs unless told otherwise. */
function tell(news: object, sign: (body: string) => string = signature) {
  const body = JSON.stringify(news);
  const request = { method: 'POST' as const, path: '/webhooks/mux', query: new URLSearchParams(), body: Buffer.from(body) };
  return media.domain.route(
    { ...request, headers: { 'mux-signature': sign(body) } },
    anonymous,
    '00-00000000000000000000000000000001-0000000000000001-00',
  );
}

describe('a webhook', () => {
  test('brings a video along, once, in whatever order and however often it comes', async () => {
    const { id } = await aVideo(media, teacher, sampleVideo());
    await media.run(processVideos);
    const [asset] = await mux.assetsOf(id);
    const news = (type: string) => ({ type, data: { id: asset!.id, passthrough: id } });
    while ((await mux.assetsOf(id))[0]!.status !== 'ready');
    for (const type of ['video.asset.ready', 'video.asset.created', 'video.asset.ready', 'video.asset.errored'])
      expect((await tell(news(type))).status).toBe(200);
    expect((await seen(id))!.status).toBe('READY');
    expect((await media.emitted(VideoReady)).filter(({ fileId }) => fileId === id)).toHaveLength(1);
  });

  test('that says a file is ready before it is changes nothing', async () => {
    await mux.control('processing', { hold: true });
    const { id } = await aVideo(media, teacher, sampleVideo());
    await media.run(processVideos);
    const [asset] = await mux.assetsOf(id);
    await tell({ type: 'video.asset.ready', data: { id: asset!.id, passthrough: id, status: 'ready' } });
    expect((await seen(id))!.status).toBe('PROCESSING');
    await mux.control('processing', { hold: false });
    expect((await untilSettled(id)).status).toBe('READY');
  });

  test.each([
    ['under another secret', (body: string) => signature(body, undefined, 'a secret that is somebody else’s')],
    ['of ten minutes ago', (body: string) => signature(body, Math.floor(Date.now() / 1_000) - 600)],
    ['without a signature', () => ''],
    ['whose body was changed', (body: string) => signature(`${body} `)],
  ])('%s is refused', async (_what, sign) => {
    const { id } = await aVideo(media, teacher, sampleVideo());
    expect((await tell({ type: 'video.asset.created', data: { id: 'forged', passthrough: id } }, sign)).status).toBe(400);
    expect((await seen(id))!.status).toBe('UPLOADED');
  });

  test('about an asset that the host does not have, or has of another file, changes nothing', async () => {
    const [{ id }, { id: other }] = [await aVideo(media, teacher, sampleVideo()), await aVideo(media, teacher, sampleVideo())];
    for (const type of ['video.asset.created', 'video.asset.ready', 'video.asset.errored'])
      expect((await tell({ type, data: { id: 'nobody-has-it', passthrough: id } })).status).toBe(200);
    await untilSettled(other);
    const [asset] = await mux.assetsOf(other);
    await mux.control('processing', { hold: true });
    expect((await tell({ type: 'video.asset.ready', data: { id: asset!.id, passthrough: id } })).status).toBe(200);
    expect(await mux.assetsOf(other)).toHaveLength(1);
    await mux.control('processing', { hold: false });
    expect((await untilSettled(id)).status).toBe('READY');
    expect((await media.emitted(VideoReady)).filter(({ fileId }) => fileId === id)).toHaveLength(1);
  });

  test('about nothing of ours is taken, and nothing happens', async () => {
    for (const data of [{ id: 'x', passthrough: newId() }, { id: 'x' }, {}])
      expect((await tell({ type: 'video.asset.ready', data })).status).toBe(200);
    expect((await tell({ type: 'video.live_stream.idle' })).status).toBe(200);
  });
});

describe('who may watch', () => {
  test('is asked of learning, once for all files of an answer, and not for one’s own', async () => {
    const [mine, preview, other] = [await aReadyVideo(), await aReadyVideo(), await aReadyVideo()];
    const student = aBuyer();
    watchers.add(`${student.userId} ${mine}`).add(`null ${preview}`);
    const urls = async (viewer: Viewer) => (await reached([mine, preview, other], viewer)).map((file) => file && typeof file.playbackUrl);
    timesAsked = 0;
    expect(await urls(student)).toEqual(['string', 'string', null]);
    expect(timesAsked).toBe(1);
    expect(await urls(anonymous)).toEqual([null, 'string', null]);
    expect(await urls(teacher)).toEqual(['string', 'string', 'string']);
    expect(timesAsked).toBe(2);
    expect(await seen(mine, student)).toBeNull();
  });
});

describe('a lecture’s claim', () => {
  const claim = (fileId: string, lectureId = newId(), ownerId = teacher.userId!) =>
    media.answer(claimVideo, { ownerId, fileId, lectureId });
  const isSwept = async (fileId: string): Promise<boolean> => {
    await media.sql.query(`update media_file set unused_since = unused_since - interval '8 days' where id = $1`, [fileId]);
    await media.run(sweepFiles);
    return (await seen(fileId)) === null;
  };

  test('keeps a video, from before it can be played; another one in its place gives it up', async () => {
    const lectureId = newId();
    const { id: first } = await aVideo(media, teacher, sampleVideo());
    expect(await claim(first, lectureId)).toEqual({ fileId: first, status: 'UPLOADED', durationSeconds: null });
    await untilSettled(first);
    const kept = { fileId: first, status: 'READY', durationSeconds: SAMPLE_SECONDS };
    expect([await claim(first, lectureId), await claim(first, lectureId)]).toEqual([kept, kept]);
    expect(await isSwept(first)).toBe(false);
    const second = await aReadyVideo();
    await claim(second, lectureId);
    expect([await isSwept(second), await isSwept(first), await mux.assetsOf(first)]).toEqual([false, true, []]);
  });

  test('ends with the lecture, and what is left of its video is swept', async () => {
    const [lectureId, other] = [newId(), newId()];
    const [shown, kept] = [await aReadyVideo(), await aReadyVideo()];
    await claim(shown, lectureId);
    await claim(kept, other);
    await media.deliver(LectureRemoved, { lectureId, courseId: newId(), fileId: shown });
    expect([await isSwept(shown), await isSwept(kept), await mux.assetsOf(shown)]).toEqual([true, false, []]);
  });

  test('is for one’s own videos that are confirmed, and that no other lecture shows', async () => {
    const refused = { code: 'BAD_USER_INPUT', details: { field: 'fileId' } };
    const ready = await aReadyVideo();
    await expect(claim(ready, newId(), newId())).rejects.toMatchObject(refused);
    await expect(claim((await aDocument(media, teacher)).id)).rejects.toMatchObject(refused);
    await expect(claim((await requestVideo(media, teacher, 10)).file.id)).rejects.toMatchObject(refused);
    await expect(claim('nonsense')).rejects.toMatchObject(refused);
    await claim(ready);
    await expect(claim(ready)).rejects.toMatchObject(refused);
  });
});
