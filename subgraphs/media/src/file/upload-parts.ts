/** Of each part but the last. S3 wants at least five megabytes; less than that is lost again where a connection breaks. */
export const PART_BYTES = 8 * 1024 * 1024;

/** A piece of a file, as it is uploaded by itself. */
export interface FilePart {
  /** From 1 on, as S3 counts them. */
  readonly number: number;
  /** Where it begins in the file, in bytes. */
  readonly offset: number;
  /** In bytes, exactly. */
  readonly size: number;
}

/** The parts of a file of so many bytes. */
export const partsOf = (fileSize: number): readonly FilePart[] =>
  Array.from({ length: Math.ceil(fileSize / PART_BYTES) }, (_, index) => {
    const offset = index * PART_BYTES;
    return { number: index + 1, offset, size: Math.min(PART_BYTES, fileSize - offset) };
  });

/** The parts that have not come, or not whole. */
export const missingParts = (fileSize: number, there: ReadonlyMap<number, { readonly size: number }>): readonly FilePart[] =>
  partsOf(fileSize).filter(({ number, size }) => there.get(number)?.size !== size);

/** How much of a file has come, in whole percent; all of it only where no part is missing. */
export function percentThere(fileSize: number, missing: readonly FilePart[]): number {
  const left = missing.reduce((sum, { size }) => sum + size, 0);
  return Math.floor(((fileSize - left) / fileSize) * 100);
}
