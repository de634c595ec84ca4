/** The sizes in which an image is kept, by the longer side at most, in pixels. None is made larger than it came. */
export const imageVariants = { small: 320, medium: 800, large: 1_600 } as const;

export type ImageVariant = keyof typeof imageVariants;

export const IMAGE_TYPE = 'image/webp';

export const variantNames = Object.keys(imageVariants) as readonly ImageVariant[];

export const imageKey = (fileId: string, variant: ImageVariant): string => `images/${fileId}-${variant}.webp`;

/** Where the public sees an image. What is there never changes, so it may be kept for good. */
export const imageAddress = (
  { STOA_MEDIA_URL, STOA_PUBLIC_URL }: { readonly STOA_MEDIA_URL?: string | undefined; readonly STOA_PUBLIC_URL: string },
  fileId: string,
  variant: ImageVariant,
): string => new URL(`/media/${fileId}-${variant}.webp`, STOA_MEDIA_URL ?? STOA_PUBLIC_URL).href;

const IMAGE_NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(small|medium|large)\.webp$/;

/** The key of the image that an address names, or null where it names none. */
export function keyOfImage(name: string): string | null {
  const [, fileId, variant] = IMAGE_NAME.exec(name) ?? [];
  return fileId === undefined ? null : imageKey(fileId, variant as ImageVariant);
}
