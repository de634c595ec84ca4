import { sampleVideo } from '@stoa/sandbox/testing/sample-video';
import { ConfirmUploadDocument, RequestUploadDocument, type RequestUploadInput } from '@stoa/schema/generated/operations/e2e';
import type { Person } from './people.ts';

/** A piece of a large file, and where it goes. */
export interface UploadPart {
  readonly number: number;
  readonly offset: number;
  readonly size: number;
  readonly url: string;
}

export const PDF = Buffer.from(`%PDF-1.7\n${'light bends when it enters water. '.repeat(300)}\n%%EOF\n`);

/** A picture of one grey point. */
export const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');

/** Asks for an address, sends the bytes there as a browser does, and answers the file's id with the store's answer. */
export async function send(
  person: Person,
  bytes: Buffer,
  wanted: Omit<RequestUploadInput, 'size'>,
): Promise<{ readonly fileId: string; readonly status: number }> {
  const { requestUpload: upload } = await person.ask(RequestUploadDocument, { input: { ...wanted, size: bytes.length } });
  const headers = upload.headers.filter(({ name }) => name !== 'content-length').map(({ name, value }) => [name, value] as const);
  const response = await fetch(upload.uploadUrl!, {
    method: upload.method,
    headers: Object.fromEntries(headers),
    body: new Uint8Array(bytes),
  });
  return { fileId: upload.file.id, status: response.status };
}

/** A study resource that is ready to be sold. */
export async function aDocument(seller: Person, bytes = PDF, fileName = 'light.pdf'): Promise<string> {
  const { fileId } = await send(seller, bytes, { fileName, contentType: 'application/pdf', purpose: 'STUDY_RESOURCE' });
  await seller.ask(ConfirmUploadDocument, { fileId });
  return fileId;
}

/** A table of products that is ready to be imported. */
export async function aProductTable(seller: Person, text: string, contentType = 'application/x-ndjson'): Promise<string> {
  const { fileId } = await send(seller, Buffer.from(text), { fileName: 'products', contentType, purpose: 'PRODUCT_TABLE' });
  await seller.ask(ConfirmUploadDocument, { fileId });
  return fileId;
}

export const bytesAt = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer());

/** Sends a piece of a file to its address; answers the store's answer. */
export const putPart = async ({ url, offset, size }: UploadPart, file: Buffer): Promise<number> =>
  (await fetch(url, { method: 'PUT', body: new Uint8Array(file.subarray(offset, offset + size)) })).status;

/** The parts in which a video may be sent. */
export async function requestVideo(
  teacher: Person,
  size: number,
): Promise<{ readonly fileId: string; readonly parts: readonly UploadPart[] }> {
  const input = { fileName: 'lesson1.mp4', contentType: 'video/mp4', purpose: 'LECTURE_VIDEO' as const, size };
  const { requestUpload: upload } = await teacher.ask(RequestUploadDocument, { input });
  return { fileId: upload.file.id, parts: upload.parts! };
}

/** A lecture's video that was uploaded and confirmed: on its way to being played. */
export async function aVideo(teacher: Person, bytes = sampleVideo()): Promise<string> {
  const { fileId, parts } = await requestVideo(teacher, bytes.length);
  for (const part of parts) await putPart(part, bytes);
  await teacher.ask(ConfirmUploadDocument, { fileId });
  return fileId;
}
