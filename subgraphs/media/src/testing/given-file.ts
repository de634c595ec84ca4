import type { Viewer } from '@stoa/kit/auth';
import type { TestSubgraph } from '@stoa/kit/testing';
import sharp from 'sharp';
import type { UploadPurpose } from '../file/upload-rules.ts';
import { makeImageVariants } from '../image/make-image-variants.job.ts';

const REQUEST = `mutation ($input: RequestUploadInput!) {
  requestUpload(input: $input) { uploadUrl method expiresAt headers { name value } parts { number offset size url } file { id status size } }
}`;
const RESUME =
  'mutation ($fileId: ID!) { resumeUpload(fileId: $fileId) { uploadUrl parts { number offset size url } file { id progress } } }';
const CONFIRM = 'mutation ($fileId: ID!) { confirmUpload(fileId: $fileId) { id status failure url thumbnailUrl } }';

/** What a client knows of a file. */
export interface FileSeen {
  readonly id: string;
  readonly status: string;
  readonly failure: string | null;
  readonly url: string | null;
  readonly thumbnailUrl: string | null;
}

export interface Part {
  readonly number: number;
  readonly offset: number;
  readonly size: number;
  readonly url: string;
}

interface Requested {
  readonly uploadUrl: string | null;
  readonly parts: readonly Part[] | null;
  readonly method: string;
  readonly expiresAt: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly file: { readonly id: string; readonly status: string; readonly size: number };
}

export interface Wanted {
  readonly purpose: UploadPurpose;
  readonly contentType: string;
  readonly size: number;
  readonly fileName?: string;
  readonly sha256?: string;
}

/** A picture of a seller's goods, as large as asked for. */
export const aPicture = (width = 2_000, height = 1_000): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#c0392b' } })
    .withExif({ IFD0: { Copyright: 'where and when it was taken' } })
    .jpeg()
    .toBuffer();

export async function requestUpload(subgraph: TestSubgraph, viewer: Viewer, wanted: Wanted): Promise<Requested> {
  const input = { fileName: 'a file', ...wanted };
  return (await subgraph.as(viewer).query<{ requestUpload: Requested }>(REQUEST, { input })).requestUpload;
}

/** Sends bytes to an address as a browser does; `headers` stand in for those that the address came with. */
export async function put(
  { uploadUrl, method, headers }: Requested,
  bytes: Buffer | string,
  others: Record<string, string> = {},
): Promise<number> {
  // A client's own library sets the length.
  const given = headers.filter(({ name }) => name !== 'content-length').map(({ name, value }) => [name, value] as const);
  const body = typeof bytes === 'string' ? bytes : new Uint8Array(bytes);
  return (await fetch(uploadUrl!, { method, body, headers: { ...Object.fromEntries(given), ...others } })).status;
}

export async function confirm(subgraph: TestSubgraph, viewer: Viewer, fileId: string): Promise<FileSeen> {
  return (await subgraph.as(viewer).query<{ confirmUpload: FileSeen }>(CONFIRM, { fileId })).confirmUpload;
}

/** A file that was uploaded as its rules have it, and confirmed. */
export async function anUpload(subgraph: TestSubgraph, viewer: Viewer, wanted: Omit<Wanted, 'size'>, bytes: Buffer): Promise<FileSeen> {
  const requested = await requestUpload(subgraph, viewer, { ...wanted, size: bytes.length });
  const status = await put(requested, bytes);
  if (status !== 200) throw new Error(`the object store answered ${status}`);
  return confirm(subgraph, viewer, requested.file.id);
}

/** An image that everybody can see. */
export async function anImage(subgraph: TestSubgraph, viewer: Viewer, picture?: Buffer): Promise<FileSeen> {
  const bytes = picture ?? (await aPicture());
  const { id } = await anUpload(subgraph, viewer, { purpose: 'PRODUCT_IMAGE', contentType: 'image/jpeg' }, bytes);
  await subgraph.run(makeImageVariants);
  return confirm(subgraph, viewer, id);
}

/** A portrait that its owner may show. */
export async function anAvatar(subgraph: TestSubgraph, viewer: Viewer): Promise<FileSeen> {
  const { id } = await anUpload(subgraph, viewer, { purpose: 'AVATAR', contentType: 'image/jpeg' }, await aPicture(400, 400));
  await subgraph.run(makeImageVariants);
  return confirm(subgraph, viewer, id);
}

export const PDF = Buffer.from(`%PDF-1.7\n${'a page about light '.repeat(200)}\n%%EOF\n`);

/** A document that is ready to be sold. */
export const aDocument = (subgraph: TestSubgraph, viewer: Viewer, bytes = PDF, fileName = 'light.pdf'): Promise<FileSeen> =>
  anUpload(subgraph, viewer, { purpose: 'STUDY_RESOURCE', contentType: 'application/pdf', fileName }, bytes);

export async function resume(
  subgraph: TestSubgraph,
  viewer: Viewer,
  fileId: string,
): Promise<{
  readonly uploadUrl: null;
  readonly parts: readonly Part[];
  readonly file: { readonly id: string; readonly progress: number };
}> {
  const { resumeUpload } = await subgraph.as(viewer).query<{ resumeUpload: Awaited<ReturnType<typeof resume>> }>(RESUME, { fileId });
  return resumeUpload;
}

/** Sends a piece of a file to its address, or other bytes in its place. */
export const putPart = async ({ url, offset, size }: Part, file: Buffer, bytes = file.subarray(offset, offset + size)): Promise<number> =>
  (await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) })).status;

export const requestVideo = (subgraph: TestSubgraph, viewer: Viewer, size: number): Promise<Requested> =>
  requestUpload(subgraph, viewer, { purpose: 'LECTURE_VIDEO', contentType: 'video/mp4', fileName: 'lesson1.mp4', size });

/** A video that was uploaded in its parts, and confirmed. */
export async function aVideo(subgraph: TestSubgraph, viewer: Viewer, bytes: Buffer): Promise<FileSeen> {
  const { parts, file } = await requestVideo(subgraph, viewer, bytes.length);
  for (const part of parts!) {
    const status = await putPart(part, bytes);
    if (status !== 200) throw new Error(`the object store answered ${status}`);
  }
  return confirm(subgraph, viewer, file.id);
}
