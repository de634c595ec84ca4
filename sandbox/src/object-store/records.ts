/** An object as the store knows it; its bytes stand in files of their own. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly modifiedAt: string;
  /** What comes back with the object as it was given: `content-type`, `x-amz-meta-…` and their like. */
  readonly headers: Readonly<Record<string, string>>;
  /** In base64; an object that was put together from parts has none. */
  readonly crc32?: string;
  /** The files that hold its bytes, one after the other. */
  readonly pieces: readonly Piece[];
}

/** A file of bytes, by its name. */
export interface Piece {
  readonly file: string;
  readonly size: number;
}

/** One part of an object that is being uploaded in parts. */
export interface StoredPart extends Piece {
  readonly number: number;
  readonly etag: string;
  readonly modifiedAt: string;
}

/** An upload in parts that is neither completed nor given up. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly startedAt: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: ReadonlyMap<number, StoredPart>;
}

/** A rule by which a bucket forgets. */
export interface LifecycleRule {
  readonly id: string;
  readonly enabled: boolean;
  readonly prefix: string;
  readonly expireAfterDays?: number;
  readonly abortUploadsAfterDays?: number;
}

export interface Bucket {
  readonly name: string;
  readonly createdAt: string;
  lifecycle: readonly LifecycleRule[];
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload & { readonly parts: Map<number, StoredPart> }>;
}

/** A line of the journal: what became true. */
export type StoreChange =
  | { readonly did: 'create-bucket'; readonly bucket: string; readonly createdAt: string }
  | { readonly did: 'set-lifecycle'; readonly bucket: string; readonly rules: readonly LifecycleRule[] }
  | { readonly did: 'put'; readonly bucket: string; readonly object: StoredObject; readonly endsUpload?: string }
  | { readonly did: 'delete'; readonly bucket: string; readonly keys: readonly string[] }
  | { readonly did: 'start-upload'; readonly bucket: string; readonly upload: Omit<Upload, 'parts'> }
  | { readonly did: 'put-part'; readonly bucket: string; readonly upload: string; readonly part: StoredPart }
  | { readonly did: 'abort-upload'; readonly bucket: string; readonly upload: string };
