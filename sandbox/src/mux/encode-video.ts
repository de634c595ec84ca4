import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mp4Duration } from './mp4-duration.ts';
import { RECORDED_SECONDS, recordedPicture, recordedSegment } from './recorded-video.ts';

const run = promisify(execFile);

/** The program that really encodes, by its name or path; null plays what was recorded in place of each video. */
export type Ffmpeg = string | null;

/** What was to be made playable cannot be: it is not there, or is no video. */
export class UnreadableInput extends Error {
  constructor(
    readonly type: 'download_failed' | 'invalid_input',
    message: string,
  ) {
    super(message);
  }
}

/** The program of this machine, where it has one. */
export const findFfmpeg = (): Promise<Ffmpeg> =>
  run('ffmpeg', ['-version']).then(
    () => 'ffmpeg',
    () => null,
  );

/** Makes a list of segments and a thumbnail of a video, `index.m3u8`, `0.ts` and on, `thumbnail.jpg`; answers how many seconds it plays. */
export const encodeVideo = (input: string, output: string, ffmpeg: Ffmpeg, signal: AbortSignal): Promise<number> =>
  ffmpeg === null ? playRecorded(input, output) : encode(input, output, ffmpeg, signal);

async function encode(input: string, output: string, ffmpeg: string, signal: AbortSignal): Promise<number> {
  // A file may name others, here or elsewhere, that its uploader has no right to.
  const from = ['-y', '-v', 'error', '-protocol_whitelist', 'file', '-i', input];
  const video = ['-vf', 'scale=-2:min(720\\,ih)', '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  const segments = ['-f', 'hls', '-hls_time', '4', '-hls_playlist_type', 'vod', '-hls_segment_filename', join(output, '%d.ts')];
  try {
    await run(ffmpeg, [...from, ...video, ...segments, join(output, 'index.m3u8')], { signal });
    await run(ffmpeg, [...from, '-frames:v', '1', join(output, 'thumbnail.jpg')], { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new UnreadableInput('invalid_input', 'The input is no video that can be read.');
  }
  const list = await readFile(join(output, 'index.m3u8'), 'utf8');
  return [...list.matchAll(/^#EXTINF:([\d.]+)/gm)].reduce((sum, [, length]) => sum + Number(length), 0);
}

/** As long as the video would play, but always the same picture. */
async function playRecorded(input: string, output: string): Promise<number> {
  const duration = await mp4Duration(input);
  if (duration === null) throw new UnreadableInput('invalid_input', 'The input is no MP4 video; without ffmpeg nothing else is read.');
  const whole = Math.floor(duration / RECORDED_SECONDS);
  const lengths = [...Array<number>(whole).fill(RECORDED_SECONDS), duration - whole * RECORDED_SECONDS].filter((length) => length > 0.01);
  const list = [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${RECORDED_SECONDS}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    // The same segment again begins at the same time again.
    lengths.map((length) => `#EXTINF:${length.toFixed(3)},\n0.ts`).join('\n#EXT-X-DISCONTINUITY\n'),
    '#EXT-X-ENDLIST',
    '',
  ];
  await writeFile(join(output, 'index.m3u8'), list.join('\n'));
  await writeFile(join(output, '0.ts'), recordedSegment());
  await writeFile(join(output, 'thumbnail.jpg'), recordedPicture());
  return duration;
}
