import { createHash, randomBytes } from 'node:crypto';

/** A refresh token is 32 random bytes; only its hash is kept. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
