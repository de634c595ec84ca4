import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TOKEN = { tokenId: 'media-tests', tokenSecret: 'the secret of the tests of media' };
const WEBHOOK_SECRET = 'the secret of webhooks to the tests of media';

interface RunningHost {
  readonly url: string;
  close(): Promise<void>;
}

type Keys = typeof TOKEN & { signingKeyId: string; signingPrivateKey: string };

/** What plays the video host. It is handed in, since only tests may know the sandbox. */
type StartSandbox = (options: Keys & { port: number; dataDir: string; ffmpeg: null }) => Promise<RunningHost>;

/** A video host, as the tests of media see it: its webhooks go to nobody, and are told by the test. */
export class MuxAtHand {
  /** The settings under which media talks to it. */
  readonly environment: Record<string, string>;

  private constructor(
    readonly url: string,
    privateKey: string,
    readonly close: () => Promise<void>,
  ) {
    this.environment = {
      MUX_TOKEN_ID: TOKEN.tokenId,
      MUX_TOKEN_SECRET: TOKEN.tokenSecret,
      MUX_WEBHOOK_SECRET: WEBHOOK_SECRET,
      MUX_SIGNING_KEY: 'tests',
      MUX_PRIVATE_KEY: Buffer.from(privateKey).toString('base64'),
      MUX_API_BASE: url,
      MUX_STREAM_BASE: url,
      MUX_IMAGE_BASE: url,
    };
  }

  static async start(startSandbox: StartSandbox): Promise<MuxAtHand> {
    const dataDir = await mkdtemp(join(tmpdir(), 'mux-'));
    const signingPrivateKey = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    }) as string;
    const sandbox = await startSandbox({ port: 0, dataDir, signingKeyId: 'tests', signingPrivateKey, ffmpeg: null, ...TOKEN });
    return new MuxAtHand(sandbox.url, signingPrivateKey, async () => {
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    });
  }

  control(path: string, body: object): Promise<Response> {
    return fetch(`${this.url}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** What it has of a file: the newest first. */
  async assetsOf(fileId: string): Promise<readonly { readonly id: string; readonly status: string }[]> {
    const authorization = `Basic ${Buffer.from(`${TOKEN.tokenId}:${TOKEN.tokenSecret}`).toString('base64')}`;
    const response = await fetch(`${this.url}/video/v1/assets?limit=1000`, { headers: { authorization } });
    const { data } = (await response.json()) as { data: { id: string; status: string; passthrough: string }[] };
    return data.filter(({ passthrough }) => passthrough === fileId);
  }
}
