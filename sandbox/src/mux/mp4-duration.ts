import { type FileHandle, open } from 'node:fs/promises';

/** How many seconds an MP4 or QuickTime file plays, by its movie header; null for what is no such file. */
export async function mp4Duration(path: string): Promise<number | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const movie = await findBox(file, 'moov', 0, size);
    const header = movie && (await findBox(file, 'mvhd', movie.from, movie.to));
    return header && (await durationOf(file, header.from));
  } finally {
    await file.close();
  }
}

interface Box {
  /** Where its content begins, and ends. */
  readonly from: number;
  readonly to: number;
}

async function findBox(file: FileHandle, wanted: string, from: number, to: number): Promise<Box | null> {
  for (let at = from; at + 8 <= to; ) {
    const head = await bytesAt(file, at, 16);
    const short = head.readUInt32BE(0);
    // 1 announces a length of eight bytes, 0 all that is left.
    const [length, headLength] = short === 1 ? [Number(head.readBigUInt64BE(8)), 16] : [short === 0 ? to - at : short, 8];
    if (length < headLength || at + length > to) return null;
    if (head.toString('latin1', 4, 8) === wanted) return { from: at + headLength, to: at + length };
    at += length;
  }
  return null;
}

async function durationOf(file: FileHandle, at: number): Promise<number | null> {
  const header = await bytesAt(file, at, 32);
  const isLong = header[0] === 1;
  const scale = header.readUInt32BE(isLong ? 20 : 12);
  const duration = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return scale > 0 && duration > 0 ? duration / scale : null;
}

/** Zeros stand for what lies beyond the end. */
async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, at);
  return bytes;
}
