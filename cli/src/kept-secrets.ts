import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const keptSecrets = z.object({ serviceRootKey: z.string().min(32), stripeWebhookSecret: z.string(), carrierWebhookSecret: z.string() });

/** Secrets that the parts of one installation share and nobody chose. */
export type KeptSecrets = z.output<typeof keptSecrets>;

const fresh = (): KeptSecrets => ({
  serviceRootKey: randomBytes(32).toString('hex'),
  stripeWebhookSecret: `whsec_${randomBytes(24).toString('hex')}`,
  carrierWebhookSecret: randomBytes(24).toString('hex'),
});

/** Reads the secrets of a data folder, making them first where there are none; readable by nobody else. */
export function keepSecrets(dataDir: string): KeptSecrets {
  const file = join(dataDir, 'secrets.json');
  return read(file) ?? makeOnce(dataDir, file);
}

/** A further secret of an installation, made of the one that it has, since its file is never written again. */
export const derivedSecret = ({ serviceRootKey }: KeptSecrets, purpose: string): string =>
  createHmac('sha256', serviceRootKey).update(purpose).digest('hex');

/** A key that signs what videos are played by, as PEM in base64. */
export const newSigningKey = (): string =>
  Buffer.from(generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })).toString('base64');

/** The key of a data folder, made first where there is none. */
export function keptSigningKey(dataDir: string): string {
  const file = join(dataDir, 'mux-private-key');
  if (!existsSync(file)) writeOnce(dataDir, file, newSigningKey());
  return readFileSync(file, 'utf8');
}

function makeOnce(dataDir: string, file: string): KeptSecrets {
  writeOnce(dataDir, file, `${JSON.stringify(fresh(), null, 2)}\n`);
  return read(file)!;
}

/** Several processes may start at once: the file appears whole, and the first one's stands. */
function writeOnce(dataDir: string, file: string, content: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function read(file: string): KeptSecrets | null {
  try {
    return keptSecrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${file} is damaged; remove it to have new secrets made`, { cause: error });
  }
}
