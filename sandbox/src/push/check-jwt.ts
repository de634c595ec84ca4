import { type KeyObject, verify } from 'node:crypto';

/** What a signed token says; null where it is not signed by this key under this algorithm, or its time is over. */
export function claimsOf(token: string, key: KeyObject, algorithm: 'ES256' | 'RS256', nowMs: number): Record<string, unknown> | null {
  const [header = '', payload = '', signature = ''] = token.split('.');
  try {
    if ((read(header) as { alg?: string }).alg !== algorithm) return null;
    const how = algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : key;
    if (!verify('sha256', Buffer.from(`${header}.${payload}`), how, Buffer.from(signature, 'base64url'))) return null;
    const claims = read(payload) as Record<string, unknown>;
    return Number(claims.exp) * 1_000 > nowMs ? claims : null;
  } catch {
    return null;
  }
}

const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
