import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

/**
 * Three seconds of blue as H.264 in MP4, made for this by
 * `ffmpeg -f lavfi -i color=c=0x204060:size=64x36:rate=1:duration=3 -c:v libx264 -profile:v baseline -bitexact`, and compressed.
 */
const MP4 =
  'H4sIAAAAAAACA2NgYFBIK6ksyCzOz2VgYGIA0UBslFiWbJhbYGLIwMDAkVaUmgqkXXJTEkuAtEpqRwvrHzcNBg7d4wxMFw8wzHF/0R8ov+yv+cr9vq/yg+tmX7m/AaiOzX' +
  'GWBXfFDQgrhGmfGdD8n7n5+WVAkZzcsowUBhTA/IKBgXsHAyMDCCEAI6oqdL4DA17ABEQeJUWJ2UB2TEk22E5mTNOA9jLgtwervSBCBcxVSU0pKQbSMqk5xSUIHVBzwXoZ' +
  'D+SmZCYCGQq5Keh+Bxl0gCH0CJijm5GSUwSTKctMSUVWGQbk53sk5qXkpILUMGbnZualARkiZblgQ5GdqZICkZNJKUpNQ/IGT2lRjgKEzahdXJKUA2QvLy4pTkFSMx2UAH' +
  'AEBci9KgweQNoDpwp0IPH/P5A0BJrqzOh0gOv/QwaJdCB9k6V+PqMAKE7AhMJHpZQGRga2jNMNqToNQA0CBYnFBVALQFiiuAQczjBLmaExIQJ0PrI4CMsAxZLRxJihtAJQ' +
  'rgo58QGxBhBzQTHQvOR8JL0GQGxbmlICij/T3FQwDQKKyHEFjN+ixIKCHGR/c2QCEwQA9sCVd2UDAAA=';

/** How long the sample plays. */
export const SAMPLE_SECONDS = 3;

/** A video that plays, as large as asked for: what it has too few of are random bytes in a box that players pass over. */
export function sampleVideo(size?: number): Buffer {
  const video = gunzipSync(Buffer.from(MP4, 'base64'));
  if (size === undefined) return video;
  const filling = size - video.length;
  const head = Buffer.alloc(8);
  head.writeUInt32BE(filling);
  head.write('free', 4, 'latin1');
  return Buffer.concat([video, head, randomBytes(filling - head.length)]);
}
