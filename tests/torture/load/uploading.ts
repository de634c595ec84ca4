import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sampleVideo } from '@stoa/sandbox/testing/sample-video';
import type { Person } from './person.ts';

const REQUEST =
  'mutation ($input: RequestUploadInput!) { requestUpload(input: $input) { uploadUrl method headers { name value } file { id } } }';
const CONFIRM = 'mutation ($fileId: ID!) { confirmUpload(fileId: $fileId) { status } }';
const REQUEST_VIDEO = 'mutation ($input: RequestUploadInput!) { requestUpload(input: $input) { file { id } parts { offset size url } } }';
/** Smaller pictures are made of one, which may have to wait for its turn. */
const READY_WITHIN_MS = 240_000;
const LOOK_EVERY_MS = 500;

/** What is sold, so that whoever has paid for it can see that it is that. */
export const BOOK = Buffer.from(`%PDF-1.7\n${'light bends when it enters water. '.repeat(100)}\n%%EOF\n`);
/** A picture of one grey point. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

interface Upload {
  readonly requestUpload: {
    readonly uploadUrl: string;
    readonly method: string;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
    readonly file: { readonly id: string };
  };
}

/** Sends a file straight to the object store, as a browser does, and waits until it can be used; answers its id. */
export async function upload(person: Person, bytes: Buffer, contentType: string, purpose: string): Promise<string> {
  const input = { fileName: `${randomUUID()}.bin`, contentType, purpose, size: bytes.length };
  const { requestUpload: wanted } = await person.ask<Upload>(REQUEST, { input });
  const headers = wanted.headers.filter(({ name }) => name !== 'content-length').map(({ name, value }) => [name, value] as const);
  await person.until(async () => {
    const { uploadUrl, method } = wanted;
    const sent = { method, headers: Object.fromEntries(headers), body: new Uint8Array(bytes), signal: AbortSignal.timeout(10_000) };
    const response = await fetch(uploadUrl, sent);
    if (!response.ok) throw new Error(`the object store answered ${response.status}`);
  });
  const { id: fileId } = wanted.file;
  for (const deadline = performance.now() + READY_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
    const { status } = (await person.ask<{ confirmUpload: { status: string } }>(CONFIRM, { fileId })).confirmUpload;
    if (status === 'READY') return fileId;
    if (performance.now() > deadline) throw new Error(`the file ${fileId} is ${status}`);
  }
}

interface VideoUpload {
  readonly requestUpload: {
    readonly file: { readonly id: string };
    readonly parts: readonly { readonly offset: number; readonly size: number; readonly url: string }[];
  };
}

/** Sends a lecture's video in its parts, and says that it is there; answers its id. It is played some time later. */
export async function uploadVideo(teacher: Person): Promise<string> {
  const video = sampleVideo();
  const input = { fileName: `${randomUUID()}.mp4`, contentType: 'video/mp4', purpose: 'LECTURE_VIDEO', size: video.length };
  const { file, parts } = (await teacher.ask<VideoUpload>(REQUEST_VIDEO, { input })).requestUpload;
  for (const { offset, size, url } of parts)
    await teacher.until(async () => {
      const sent = { method: 'PUT', body: new Uint8Array(video.subarray(offset, offset + size)), signal: AbortSignal.timeout(10_000) };
      const response = await fetch(url, sent);
      if (!response.ok) throw new Error(`the object store answered ${response.status}`);
    });
  await teacher.ask(CONFIRM, { fileId: file.id });
  teacher.tally.videos.add(file.id);
  return file.id;
}
