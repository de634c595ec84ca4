import { createDecipheriv, type ECDH, hkdfSync } from 'node:crypto';

/** What a browser keeps of a subscription for itself. */
export interface BrowserKeys {
  readonly ecdh: ECDH;
  readonly auth: Buffer;
}

/** Opens a push message as a browser does (RFC 8291, in the coding of RFC 8188); throws where it was not meant for this browser. */
export function decryptPush(body: Buffer, { ecdh, auth }: BrowserKeys): string {
  // The head: a salt, the size of a record, and the sender's public key of this message.
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const senderKey = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), senderKey]);
  const shared = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(senderKey), auth, info, 32));
  const derived = (purpose: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', shared, salt, `Content-Encoding: ${purpose}\0`, length));
  const decipher = createDecipheriv('aes-128-gcm', derived('aes128gcm', 16), derived('nonce', 12));
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  // The only record, so it is the last one: 2 ends its text, and zeros may follow.
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error('The message has no end.');
  return padded.subarray(0, end).toString('utf8');
}
