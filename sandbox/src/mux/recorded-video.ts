import { gunzipSync } from 'node:zlib';

/** How long the recorded segment plays. */
export const RECORDED_SECONDS = 2;

/**
 * Two seconds of blue as H.264 in an MPEG transport stream, made for this by
 * `ffmpeg -f lavfi -i color=c=0x204060:size=64x36:rate=5:duration=2 -c:v libx264 -profile:v baseline -bitexact`, and compressed.
 */
const SEGMENT =
  'H4sIAAAAAAACA3N3EBRgcPqgysB4kIHhP+N/BsY/DSIeQoxsbm65BanpnMGpRWWZyakGhuU1zqf+Dy7g7sAgwMCwgRfsdgbGDwxaG1k2/R8awD0A6HamDUJgtz9k+MAgDS' +
  'JE9/qGDQG3OzIYJAYwMFTz1DHQzhZgjD5gYGhoYFVkYL+RCIpgzg8gMt3pANdNlvr5jMC4Z2YAEws+KqU0gOQyTjek6oBZqR0tLDVuGgwcfMcZDA9IWlpavV636/W6PUC3' +
  'G85kGKwhi+RnzlRGhJ8dZ1lw/LgBdLvR0HD7x4XIbg9hsjMDut14SLidu84R2e0Jgh83AN1uMiTczsv1ENntDRC3mw4Nt09vRHb7AojbzYaE2/lVFJHdfgDidvOh4fYNB5' +
  'Hd/gDidosh4XZBW6R6wXE2gwDY7ZZDw+2nkMv32Qr2xw4AABxIiZuMCQAA';

/** The same blue as a JPEG. */
const PICTURE =
  '/9j/4AAQSkZJRgABAgAAAQABAAD/2wBDAAg+Pkk+SVVVVVVVVWRdZGhoaGRkZGRoaGhwcHCDg4NwcHBoaHBwfHyDg4+Tj4eHg4eTk5ubm7q6srLZ2eD/////xABMAAEBAA' +
  'AAAAAAAAAAAAAAAAAABwEBAQAAAAAAAAAAAAAAAAAAAAUQAQAAAAAAAAAAAAAAAAAAAAARAQAAAAAAAAAAAAAAAAAAAAD/wAARCAAkAEADASIAAhEAAxEA/9oADAMBAAIR' +
  'AxEAPwCcgKyaAAAAAAAAAAAAAAAAAAAAAA//2Q==';

export const recordedSegment = (): Buffer => gunzipSync(Buffer.from(SEGMENT, 'base64'));
export const recordedPicture = (): Buffer => Buffer.from(PICTURE, 'base64');
