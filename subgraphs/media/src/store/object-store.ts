import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type LifecycleRule,
  ListPartsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { resource } from '@stoa/kit/subgraph';
import { mediaSettings } from './media-settings.ts';

/** What an object is, without its bytes. */
interface ObjectFacts {
  readonly size: number;
  readonly etag: string;
}

/** An upload as its address takes it; the headers must be sent as they are. */
export interface SignedUpload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface ExpectedUpload {
  readonly key: string;
  readonly contentType: string;
  readonly size: number;
  /** In base64. */
  readonly sha256: string | null;
}

/** A part of an upload that has come. */
interface PartThere {
  readonly size: number;
  readonly etag: string;
}

/** What the store forgets by itself of what is under a prefix: uploads in parts that were not ended, and with `expireAfterDays` all. */
export interface ForgettingRule {
  readonly prefix: string;
  readonly abortAfterDays: number;
  readonly expireAfterDays?: number;
}

const TIMEOUT_MS = 30_000;

/** The bytes of media, in any store that speaks S3's protocol. */
class ObjectStore {
  constructor(
    private readonly bucket: string,
    private readonly s3: S3Client,
    /** The same store, under the address that clients know. */
    private readonly forClients: S3Client,
  ) {}

  /** The same store, for addresses that services use, which may know it under another name than clients do. */
  get forServices(): ObjectStore {
    return new ObjectStore(this.bucket, this.s3, this.s3);
  }

  /** An address that takes one upload of exactly this length and type for so long. */
  async signUpload({ key, contentType, size, sha256 }: ExpectedUpload, expiresInSeconds: number): Promise<SignedUpload> {
    const checksum: Record<string, string> = sha256 === null ? {} : { 'x-amz-checksum-sha256': sha256 };
    const command = new PutObjectCommand({
      Bucket: this.bucket,
      Key: key,
      ContentType: contentType,
      ContentLength: size,
      ...(sha256 !== null && { ChecksumSHA256: sha256 }),
    });
    const signed = new Set(['host', 'content-type', 'content-length', ...Object.keys(checksum)]);
    const url = await getSignedUrl(this.forClients, command, {
      expiresIn: expiresInSeconds,
      signableHeaders: signed,
      unhoistableHeaders: new Set(Object.keys(checksum)),
    });
    return { url, headers: { 'content-type': contentType, 'content-length': String(size), ...checksum } };
  }

  /** An address from which anybody who has it saves the object under a name, for so long. */
  signDownload(key: string, fileName: string, expiresInSeconds: number): Promise<string> {
    const ResponseContentDisposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
    const command = new GetObjectCommand({ Bucket: this.bucket, Key: key, ResponseContentDisposition });
    return getSignedUrl(this.forClients, command, { expiresIn: expiresInSeconds });
  }

  /** An address from which anybody who has it reads the object, for so long. */
  signRead(key: string, expiresInSeconds: number): Promise<string> {
    return getSignedUrl(this.forClients, new GetObjectCommand({ Bucket: this.bucket, Key: key }), { expiresIn: expiresInSeconds });
  }

  /** Begins an upload in parts; answers its id. */
  async beginParts(key: string, contentType: string): Promise<string> {
    const command = new CreateMultipartUploadCommand({ Bucket: this.bucket, Key: key, ContentType: contentType });
    return (await this.s3.send(command)).UploadId!;
  }

  /** An address that takes one part of exactly this length for so long. */
  signPart(
    key: string,
    uploadId: string,
    part: { readonly number: number; readonly size: number },
    expiresInSeconds: number,
  ): Promise<string> {
    const which = { UploadId: uploadId, PartNumber: part.number, ContentLength: part.size };
    const command = new UploadPartCommand({ Bucket: this.bucket, Key: key, ...which });
    return getSignedUrl(this.forClients, command, { expiresIn: expiresInSeconds, signableHeaders: new Set(['host', 'content-length']) });
  }

  /** The parts that have come, by number; null where there is no such upload any more. */
  async partsThere(key: string, uploadId: string): Promise<ReadonlyMap<number, PartThere> | null> {
    const found = new Map<number, PartThere>();
    try {
      for (let marker: string | undefined, more = true; more; ) {
        const command = new ListPartsCommand({ Bucket: this.bucket, Key: key, UploadId: uploadId, PartNumberMarker: marker });
        const { Parts = [], IsTruncated, NextPartNumberMarker } = await this.s3.send(command);
        for (const { PartNumber, Size, ETag } of Parts) found.set(PartNumber!, { size: Size!, etag: ETag! });
        [marker, more] = [NextPartNumberMarker, IsTruncated === true];
      }
      return found;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Makes one object of all parts. An upload that has ended stays as it is. */
  async completeParts(key: string, uploadId: string, parts: ReadonlyMap<number, PartThere>): Promise<void> {
    const Parts = [...parts].sort(([a], [b]) => a - b).map(([PartNumber, { etag: ETag }]) => ({ PartNumber, ETag }));
    const command = new CompleteMultipartUploadCommand({ Bucket: this.bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts } });
    await this.s3.send(command).catch(ignoreMissing);
  }

  /** Forgets an upload in parts, where it has not ended. */
  async abortParts(key: string, uploadId: string): Promise<void> {
    await this.s3.send(new AbortMultipartUploadCommand({ Bucket: this.bucket, Key: key, UploadId: uploadId })).catch(ignoreMissing);
  }

  /** What is there under a key, or null. */
  async head(key: string): Promise<ObjectFacts | null> {
    try {
      const { ContentLength, ETag } = await this.s3.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
      return { size: ContentLength!, etag: ETag! };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** The bytes under a key, or the first of them; null where there are none. */
  async read(key: string, firstBytes?: number): Promise<Uint8Array | null> {
    try {
      const Range = firstBytes === undefined ? undefined : `bytes=0-${firstBytes - 1}`;
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key, Range }));
      return await Body!.transformToByteArray();
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async write(key: string, bytes: Uint8Array, contentType: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: bytes, ContentType: contentType }));
  }

  /** Copies what is still what was looked at; false where it has become something else. */
  async copy(from: string, etag: string, to: string): Promise<boolean> {
    const source = { CopySource: `${this.bucket}/${encodeURIComponent(from)}`, CopySourceIfMatch: etag };
    try {
      await this.s3.send(new CopyObjectCommand({ Bucket: this.bucket, Key: to, ...source }));
      return true;
    } catch (error) {
      if (error instanceof S3ServiceException && (error.name === 'PreconditionFailed' || isMissing(error))) return false;
      throw error;
    }
  }

  /** Removes what is there of these keys. */
  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const Objects = keys.map((Key) => ({ Key }));
    const { Errors = [] } = await this.s3.send(new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects, Quiet: true } }));
    if (Errors.length > 0) throw new Error(`the object store kept ${Errors[0]!.Key}: ${Errors[0]!.Message}`);
  }

  /** Makes the bucket, where there is none, and tells the store what it is to forget by itself. */
  async prepare(forgets: readonly ForgettingRule[]): Promise<void> {
    await this.s3.send(new CreateBucketCommand({ Bucket: this.bucket })).catch((error: unknown) => {
      const isThere = ['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'];
      if (!(error instanceof S3ServiceException && isThere.includes(error.name))) throw error;
    });
    const Rules = forgets.map(
      ({ prefix, abortAfterDays, expireAfterDays }): LifecycleRule => ({
        ID: `forget-${prefix.replace('/', '')}`,
        Status: 'Enabled',
        Filter: { Prefix: prefix },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortAfterDays },
        ...(expireAfterDays !== undefined && { Expiration: { Days: expireAfterDays } }),
      }),
    );
    await this.s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket: this.bucket, LifecycleConfiguration: { Rules } }));
  }
}

const MISSING = ['NotFound', 'NoSuchKey', 'NoSuchUpload'];

const isMissing = (error: unknown): boolean => error instanceof S3ServiceException && MISSING.includes(error.name);

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

/** The store that the settings name. Another endpoint makes the official client talk to it, and nothing else changes. */
export const objectStore = resource('object store', (environment) => {
  const { S3_BUCKET, S3_REGION, S3_ENDPOINT, S3_PUBLIC_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = mediaSettings.make(environment);
  const clientAt = (endpoint: string | undefined): S3Client =>
    new S3Client({
      endpoint,
      region: S3_REGION,
      credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
      // Stores other than AWS's have no address of its own for each bucket.
      forcePathStyle: endpoint !== undefined,
      // Otherwise an address to upload to would be signed with the checksum of nothing.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      requestHandler: { requestTimeout: TIMEOUT_MS, connectionTimeout: 3_000 },
    });
  return new ObjectStore(S3_BUCKET, clientAt(S3_ENDPOINT), clientAt(S3_PUBLIC_ENDPOINT ?? S3_ENDPOINT));
});
