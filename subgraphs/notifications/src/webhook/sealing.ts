import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { ConfigurationError } from '@stoa/kit/subgraph';

const FORM = /^[A-Za-z][\w-]*:[^\s:,]{32,}$/;
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `v2:secret,v1:secret`, the newest version first. */
export function readSealingKeys(text: string): ReadonlyMap<string, string> {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  if (entries.length === 0 || !entries.every((entry) => FORM.test(entry)))
    throw new ConfigurationError('STOA_WEBHOOK_SEALING_KEYS: must be like v1:secret, with a secret of at least 32 characters');
  return new Map(entries.map((entry) => entry.split(':') as [string, string]));
}

/**
 * Keeps secrets that have to be known again, so that whoever reads the tables or a backup of them has none. Each is sealed for the row that it stands in:
 * in another one it cannot be opened.
 */
export class Sealing {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #newest: string;

  constructor(roots: ReadonlyMap<string, string>) {
    this.#keys = new Map([...roots].map(([version, root]) => [version, keyOf(root)]));
    this.#newest = [...roots.keys()][0]!;
  }

  /** Sealed text begins with this where it is under the newest key. */
  get prefix(): string {
    return `${this.#newest}.`;
  }

  seal(text: string, row: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#keys.get(this.#newest)!, iv).setAAD(Buffer.from(row));
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return this.prefix + sealed.toString('base64url');
  }

  /** Throws where the key is not there any more, or somebody has changed the text or put it elsewhere. */
  open(sealed: string, row: string): string {
    const [version = '', text = ''] = sealed.split('.');
    const key = this.#keys.get(version);
    if (!key) throw new Error(`a secret is sealed by the key ${version}, which STOA_WEBHOOK_SEALING_KEYS does not hold`);
    const bytes = Buffer.from(text, 'base64url');
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(row))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
  }
}

const keyOf = (root: string): Buffer => Buffer.from(hkdfSync('sha256', root, '', 'stoa webhook secrets', 32));
