import sharp from 'sharp';
import { type ImageVariant, imageVariants, variantNames } from './image-variants.ts';

/** A picture of a few kilobytes may claim to be larger than any memory. */
const MOST_PIXELS = 50_000_000;

// Image work shares four threads with the rest of the process, so one image takes one of them.
sharp.concurrency(1);
sharp.cache(false);

export interface EncodedImage {
  readonly variants: Readonly<Record<ImageVariant, Uint8Array>>;
  /** Of the largest variant, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Makes an image anew in each size: upright, and with nothing of the file it came in but its picture. Throws what is no image. */
export async function encodeImage(bytes: Uint8Array): Promise<EncodedImage> {
  const source = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).autoOrient();
  const variants: Partial<Record<ImageVariant, Uint8Array>> = {};
  let [width, height] = [0, 0];
  for (const name of variantNames) {
    const side = imageVariants[name];
    const { data, info } = await source
      .clone()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    variants[name] = data;
    [width, height] = [info.width, info.height];
  }
  return { variants: variants as EncodedImage['variants'], width, height };
}
