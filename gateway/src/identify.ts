import type { IncomingHttpHeaders } from 'node:http';
import type { Authenticate, Authenticated } from './authenticate.ts';
import type { KnownKeys } from './clients/known-keys.ts';
import { invalidApiKey } from './gateway-error.ts';

/** What a request brings to prove who asks. */
export interface Credentials {
  readonly authorization?: unknown;
  readonly 'x-api-key'?: unknown;
}

/**
 * Tells who asks: the viewer that a token proves and the partner that a key does, neither of which gives anything of the other. Rejects
 * with AUTH_001 or API_KEY_INVALID for what is not good.
 */
export type Identify = (credentials: Credentials | IncomingHttpHeaders) => Promise<Authenticated>;

export function identifyBy(authenticate: Authenticate, keys: KnownKeys | undefined): Identify {
  return (credentials) => {
    const key = credentials['x-api-key'];
    const authenticating = authenticate(credentials.authorization as string | undefined);
    if (key === undefined) return authenticating;
    return withPartner(authenticating, typeof key === 'string' ? key : '', keys);
  };
}

async function withPartner(authenticating: Promise<Authenticated>, key: string, keys: KnownKeys | undefined): Promise<Authenticated> {
  const proving = keys ? keys.partnerOf(key) : Promise.reject(invalidApiKey());
  const [authenticated, partner] = await Promise.all([authenticating, proving]);
  return { ...authenticated, partner };
}
