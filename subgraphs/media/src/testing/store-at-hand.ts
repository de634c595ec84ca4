import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client, S3ServiceException } from '@aws-sdk/client-s3';

const KEYS = { accessKeyId: 'media-tests', secretAccessKey: 'the secret of the tests of media', region: 'us-east-1' };

interface RunningStore {
  readonly url: string;
  close(): Promise<void>;
}

/** What plays the object store. It is handed in, since only tests may know the sandbox. */
type StartSandbox = (options: typeof KEYS & { port: number; dataDir: string }) => Promise<RunningStore>;

/** An object store, as the tests of media see it: through the official client, and beside our code. */
export class StoreAtHand {
  /** The settings under which media talks to it. */
  readonly environment: Record<string, string>;
  readonly #s3: S3Client;

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {
    this.environment = {
      S3_ENDPOINT: url,
      S3_ACCESS_KEY_ID: KEYS.accessKeyId,
      S3_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      STOA_MEDIA_URL: 'https://shop.example',
    };
    this.#s3 = new S3Client({ endpoint: url, region: KEYS.region, credentials: KEYS, forcePathStyle: true, maxAttempts: 1 });
  }

  static async start(startSandbox: StartSandbox): Promise<StoreAtHand> {
    const dataDir = await mkdtemp(join(tmpdir(), 'object-store-'));
    const sandbox = await startSandbox({ port: 0, dataDir, ...KEYS });
    return new StoreAtHand(sandbox.url, async () => {
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    });
  }

  /** The bytes under a key, or null. */
  async read(key: string): Promise<Buffer | null> {
    try {
      const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: 'stoa-media', Key: key }));
      return Buffer.from(await Body!.transformToByteArray());
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return null;
      throw error;
    }
  }

  async keys(): Promise<string[]> {
    const { Contents = [] } = await this.#s3.send(new ListObjectsV2Command({ Bucket: 'stoa-media' }));
    return Contents.map(({ Key }) => Key!);
  }
}
