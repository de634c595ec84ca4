import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from './person.ts';

const REQUEST =
  'mutation ($input: RequestUploadInput!) { requestUpload(input: $input) { uploadUrl method headers { name value } file { id } } }';
const CONFIRM = 'mutation ($fileId: ID!) { confirmUpload(fileId: $fileId) { status } }';
/** Smaller pictures are made of one, which may have to wait for its turn. */
const READY_WITHIN_MS = 90_000;
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
