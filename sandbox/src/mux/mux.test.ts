import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import Mux from '@mux/mux-node';
import { closeAll, closeLater, temporaryFolder } from '../testing/open-stripe.ts';
import { SAMPLE_SECONDS, sampleVideo } from '../testing/sample-video.ts';
import { bodyOf, openEar } from '../testing/webhook-ear.ts';
import { findFfmpeg } from './encode-video.ts';
import { type MuxSandboxOptions, startMuxSandbox } from './start-mux-sandbox.ts';

afterEach(closeAll);

const [pair, stranger] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2_048 }));
const pemOf = (keys: typeof pair): string => keys!.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const KEYS = { tokenId: 'id', tokenSecret: 'secret', signingKeyId: 'key', signingPrivateKey: pemOf(pair) };
const SECRET = 'secret of the webhooks';

async function open(options: Partial<MuxSandboxOptions> = {}) {
  const dataDir = options.dataDir ?? (await temporaryFolder());
  const sandbox = await startMuxSandbox({
    port: 0,
    webhookRetry: { firstDelayMs: 5, maxDelayMs: 20 },
    ffmpeg: null,
    ...KEYS,
    ...options,
    dataDir,
  });
  closeLater(() => sandbox.close());
  const client = (tokenSecret = KEYS.tokenSecret) =>
    new Mux({
      tokenId: KEYS.tokenId,
      tokenSecret,
      baseURL: sandbox.url,
      maxRetries: 0,
      jwtSigningKey: 'key',
      jwtPrivateKey: KEYS.signingPrivateKey,
    });
  return { sandbox, mux: client(), client };
}

/** Somewhere to fetch a file from. */
async function serving(body: Buffer, status = 200): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeLater(async () => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/video`;
}

const create = (mux: Mux, url: string, passthrough = 'a lecture') =>
  mux.video.assets.create({ inputs: [{ url }], playback_policies: ['signed'], passthrough });

/** A sandbox with one video, and what its webhooks said until it had ended one way or the other. */
async function processed(file: Buffer, options: Partial<MuxSandboxOptions> = {}, status = 200) {
  const ear = await openEar();
  closeLater(() => ear.close());
  const opened = await open({ webhooks: [{ url: ear.url, secret: SECRET }], ...options });
  const { id } = await create(opened.mux, await serving(file, status));
  const heard = await ear.until((all) => all.length === 2);
  return { ...opened, heard, ear, asset: await opened.mux.video.assets.retrieve(id) };
}

test('a video becomes playable, and signed webhooks say so', async () => {
  const { asset, heard, mux } = await processed(sampleVideo());
  expect(asset).toMatchObject({
    status: 'ready',
    duration: SAMPLE_SECONDS,
    passthrough: 'a lecture',
    progress: { state: 'completed', progress: 100 },
  });
  expect(heard.map((each) => bodyOf<{ type: string }>(each).type)).toEqual(['video.asset.created', 'video.asset.ready']);
  for (const { rawBody, headers } of heard)
    expect(await mux.webhooks.unwrap(rawBody, headers as Record<string, string>, SECRET)).toMatchObject({
      data: { id: asset.id, passthrough: 'a lecture' },
    });
});

describe('what is played', () => {
  let token: (
    playbackId: string,
    of: { type?: 'video' | 'thumbnail'; expiration?: string; keySecret?: string; keyId?: string },
  ) => Promise<string>;
  beforeAll(() => {
    const { jwt } = new Mux({ tokenId: 'id', tokenSecret: 'secret' });
    token = (playbackId, of) =>
      jwt.signPlaybackId(playbackId, { keyId: 'key', keySecret: KEYS.signingPrivateKey, expiration: '1h', ...of });
  });
  const get = async (url: string) => {
    const response = await fetch(url);
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  };

  test('is opened by a token of its own', async () => {
    const { asset, sandbox } = await processed(sampleVideo());
    const { id } = asset.playback_ids![0]!;
    const list = await get(`${sandbox.url}/${id}.m3u8?token=${await token(id, {})}`);
    expect(list.status).toBe(200);
    const [, first] = /^(.+\.ts\?.+)$/m.exec(list.bytes.toString())!;
    const segment = await get(`${sandbox.url}/${first}`);
    // A transport stream is packets of 188 bytes which begin with the same one.
    expect({ status: segment.status, packet: segment.bytes[0], next: segment.bytes[188] }).toEqual({
      status: 200,
      packet: 0x47,
      next: 0x47,
    });
    const picture = await get(`${sandbox.url}/${id}/thumbnail.jpg?token=${await token(id, { type: 'thumbnail' })}`);
    expect(picture.bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  });

  test.each([
    ['none', async () => ''],
    ['one that has expired', (id: string) => token(id, { expiration: '0s' })],
    ['one for thumbnails', (id: string) => token(id, { type: 'thumbnail' })],
    ['another video’s', () => token('another', {})],
    ['one under another key', (id: string) => token(id, { keyId: 'other' })],
    ['one that somebody else has signed', (id: string) => token(id, { keySecret: pemOf(stranger) })],
    ['one that is cut off', async (id: string) => (await token(id, {})).slice(0, -10)],
  ])('is not opened by %s', async (_what, make) => {
    const { asset, sandbox } = await processed(sampleVideo());
    const { id } = asset.playback_ids![0]!;
    const given = await make(id);
    for (const path of [`${id}.m3u8`, `${id}/0.ts`]) expect((await get(`${sandbox.url}/${path}?token=${given}`)).status).toBe(403);
  });
});

test.each([
  ['no video', Buffer.from('MZ this is a program'), 200, 'invalid_input'],
  ['half a video', sampleVideo().subarray(0, 400), 200, 'invalid_input'],
  ['what is not there', Buffer.from(''), 404, 'download_failed'],
])('%s fails, and a webhook says so', async (_what, file, status, type) => {
  const { asset, heard } = await processed(file, {}, status);
  expect(asset).toMatchObject({ status: 'errored', errors: { type } });
  expect(bodyOf<{ type: string }>(heard[1]!).type).toBe('video.asset.errored');
});

test('what was under way when it stopped is done by the next run, and what was deleted is gone', async () => {
  const dataDir = await temporaryFolder();
  const first = await open({ dataDir });
  await fetch(`${first.sandbox.url}/_sandbox/processing`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hold: true }),
  });
  const url = await serving(sampleVideo());
  const [kept, dropped] = [await create(first.mux, url), await create(first.mux, url)];
  await first.mux.video.assets.delete(dropped.id);
  await first.sandbox.close();
  const ear = await openEar();
  closeLater(() => ear.close());
  const second = await open({ dataDir, webhooks: [{ url: ear.url, secret: SECRET }] });
  const [ready] = await ear.until((all) => all.length === 1);
  expect(bodyOf<object>(ready!)).toMatchObject({ type: 'video.asset.ready', data: { id: kept.id } });
  await expect(second.mux.video.assets.retrieve(dropped.id)).rejects.toMatchObject({ status: 404 });
  const listed = [];
  for await (const { id } of second.mux.video.assets.list()) listed.push(id);
  expect(listed).toEqual([kept.id]);
});

test('refuses other keys, unknown parameters, and what may be played by everybody', async () => {
  const { mux, client } = await open();
  await expect(create(client('other'), 'http://127.0.0.1/')).rejects.toMatchObject({ status: 401 });
  const wanted = { inputs: [{ url: 'http://127.0.0.1/' }], playback_policies: ['public' as const] };
  await expect(mux.video.assets.create(wanted)).rejects.toMatchObject({ status: 400 });
  await expect(mux.video.assets.create({ ...wanted, playback_policies: ['signed'], test: true })).rejects.toMatchObject({ status: 400 });
});

test('signs as Mux does: the time and the body, under the secret', async () => {
  const { heard } = await processed(sampleVideo());
  const { headers, rawBody } = heard[0]!;
  const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['mux-signature'] as string)!;
  expect(signature).toBe(createHmac('sha256', SECRET).update(`${time}.${rawBody}`).digest('hex'));
});

const ffmpeg = await findFfmpeg();

// Where the machine has no ffmpeg there is nothing to be tested.
(ffmpeg ? test : test.skip)('with ffmpeg it is the video itself', async () => {
  const { asset, sandbox } = await processed(sampleVideo(), { ffmpeg });
  expect(asset).toMatchObject({ status: 'ready', duration: SAMPLE_SECONDS });
  expect(sandbox.port).toBeGreaterThan(0);
});
