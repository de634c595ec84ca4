import { type KeyObject, verify } from 'node:crypto';

/** What a token is for, as Mux's own claims have it. */
export type TokenUse = 'v' | 't';

/** The key that tokens are signed with, under its id. */
export interface SigningKey {
  readonly id: string;
  readonly publicKey: KeyObject;
}

/** Whether a token opens something of a playback id now (https://docs.mux.com/guides/secure-video-playback). */
export function opens(token: string | undefined, playbackId: string, use: TokenUse, key: SigningKey, nowMs: number): boolean {
  const [header = '', payload = '', signature = '', ...more] = (token ?? '').split('.');
  if (signature === '' || more.length > 0) return false;
  const { alg } = jsonOf(header);
  const { sub, aud, exp, kid } = jsonOf(payload);
  return (
    alg === 'RS256' &&
    sub === playbackId &&
    aud === use &&
    kid === key.id &&
    typeof exp === 'number' &&
    exp * 1_000 > nowMs &&
    verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key.publicKey, Buffer.from(signature, 'base64url'))
  );
}

function jsonOf(part: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    return {};
  }
}
