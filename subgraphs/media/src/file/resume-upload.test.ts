import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { aSeller, type GraphRefused, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startMuxSandbox, startObjectStore } from '@stoa/sandbox/index';
import { sampleVideo } from '@stoa/sandbox/testing/sample-video';
import manifest from '../index.ts';
import { aDocument, confirm, putPart, requestVideo, resume } from '../testing/given-file.ts';
import { MuxAtHand } from '../testing/mux-at-hand.ts';
import { StoreAtHand } from '../testing/store-at-hand.ts';
import { videoKey } from './object-keys.ts';
import { sweepFiles } from './sweep-files.job.ts';
import { PART_BYTES } from './upload-parts.ts';

let store: StoreAtHand;
let mux: MuxAtHand;
let media: TestSubgraph;
let teacher: Viewer;

beforeAll(async () => {
  [store, mux] = await Promise.all([StoreAtHand.start(startObjectStore), MuxAtHand.start(startMuxSandbox)]);
  media = await startTestSubgraph(manifest, { environment: { ...store.environment, ...mux.environment } });
  teacher = aSeller();
});

afterAll(async () => {
  await media?.stop();
  await mux?.close();
  await store?.close();
});

const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: GraphRefused) => ({ code: error.code, ...error.details }),
  );

const statusOf = async (id: string): Promise<string | undefined> =>
  (await media.sql.query<{ status: string }>('select status from media_file where id = $1', [id]))[0]?.status;

describe('an upload in parts', () => {
  const size = 2 * PART_BYTES + 1_000;

  test('that was cut off goes on with what is missing, and arrives byte for byte', async () => {
    const bytes = sampleVideo(size);
    const { file, parts, uploadUrl } = await requestVideo(media, teacher, size);
    expect(uploadUrl).toBeNull();
    expect(parts!.map((part) => [part.number, part.offset, part.size])).toEqual([
      [1, 0, PART_BYTES],
      [2, PART_BYTES, PART_BYTES],
      [3, 2 * PART_BYTES, 1_000],
    ]);
    expect(await putPart(parts![1]!, bytes)).toBe(200);
    expect(await refusalOf(confirm(media, teacher, file.id))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'fileId' });
    const resumed = await resume(media, teacher, file.id);
    expect({ missing: resumed.parts.map(({ number }) => number), progress: resumed.file.progress }).toEqual({
      missing: [1, 3],
      progress: 49,
    });
    for (const part of resumed.parts) expect(await putPart(part, bytes)).toBe(200);
    expect(await resume(media, teacher, file.id)).toMatchObject({ parts: [], file: { progress: 100 } });
    expect((await confirm(media, teacher, file.id)).status).toBe('UPLOADED');
    expect((await store.read(videoKey(file.id)))!.equals(bytes)).toBe(true);
  });

  test('takes parts of just their length, and none when it is whole', async () => {
    const bytes = sampleVideo(size);
    const { file, parts } = await requestVideo(media, teacher, size);
    expect(await putPart(parts![0]!, bytes, bytes.subarray(0, 10))).toBe(403);
    expect(await putPart(parts![2]!, bytes, Buffer.concat([bytes.subarray(2 * PART_BYTES), Buffer.from('more')]))).toBe(403);
    for (const part of parts!) expect(await putPart(part, bytes)).toBe(200);
    expect((await confirm(media, teacher, file.id)).status).toBe('UPLOADED');
    expect(await putPart(parts![0]!, bytes)).toBe(404);
    expect(await refusalOf(resume(media, teacher, file.id))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('of a program under a video’s name is refused, and nothing of it stays', async () => {
    const { file, parts } = await requestVideo(media, teacher, 1_000);
    expect(await putPart(parts![0]!, Buffer.from(`MZ${'\0'.repeat(998)}`))).toBe(200);
    expect(await refusalOf(confirm(media, teacher, file.id))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'fileId' });
    expect(await store.read(videoKey(file.id))).toBeNull();
    expect(await statusOf(file.id)).toBe('FAILED');
  });

  test('belongs to its uploader, and documents do not go in parts', async () => {
    const { file } = await requestVideo(media, teacher, 1_000);
    expect(await refusalOf(resume(media, aSeller(), file.id))).toMatchObject({ code: 'NOT_FOUND' });
    const { id } = await aDocument(media, teacher);
    expect(await refusalOf(resume(media, teacher, id))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('that nobody ends is swept with its parts', async () => {
    const { file, parts } = await requestVideo(media, teacher, 1_000);
    await putPart(parts![0]!, sampleVideo(1_000));
    await media.sql.query(`update media_file set upload_expires_at = now() - interval '2 days' where id = $1`, [file.id]);
    await media.run(sweepFiles);
    expect(await statusOf(file.id)).toBeUndefined();
    expect(await putPart(parts![0]!, sampleVideo(1_000))).toBe(404);
    expect(await media.sql.query('select 1 from video where file_id = $1', [file.id])).toEqual([]);
  });
});

test('where no video host is set, nobody uploads videos', async () => {
  const without = await startTestSubgraph(manifest, { environment: store.environment });
  try {
    expect(await refusalOf(requestVideo(without, teacher, 10))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'purpose' });
  } finally {
    await without.stop();
  }
});
