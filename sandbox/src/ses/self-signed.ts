import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A certificate that only says whose key it holds, and that key. */
export interface Certified {
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: KeyObject;
}

/** DER: a tag, a length, and what is in it. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.from(content.length.toString(16).padStart(content.length > 255 ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text));

/** sha256WithRSAEncryption. */
const ALGORITHM = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
const COMMON_NAME = der(0x06, Buffer.from('550403', 'hex'));

/** Makes a key and a certificate for it (X.509, version 1), which nothing but its own signature vouches for. */
export function selfSigned(name: string): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const who = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const holds = sequence(
    der(0x02, Buffer.from([1])),
    ALGORITHM,
    who,
    sequence(utcTime('200101000000Z'), utcTime('491231235959Z')),
    who,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const whole = sequence(holds, ALGORITHM, der(0x03, Buffer.from([0]), sign('sha256', holds, privateKey)));
  const lines = whole
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trimEnd();
  return { certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, privateKey };
}
