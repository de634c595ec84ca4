/** What a client that sends somebody here must say. */
export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly scope: string;
  readonly codeChallenge: string;
}

/** What the provider knows of its one client. */
export interface SandboxClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
}

/** Where nobody can be sent back to, the refusal is shown; else it goes back with the browser. */
export type Refusal =
  | { readonly shown: string }
  | { readonly error: string; readonly redirectUri: string; readonly state: string | undefined };

export const isRefusal = (read: AuthorizationRequest | Refusal): read is Refusal => 'shown' in read || 'error' in read;

/** Reads the query of `/authorize`, as strictly as good providers do. */
export function readAuthorizationRequest(query: URLSearchParams, client: SandboxClient): AuthorizationRequest | Refusal {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== client.clientId) return { shown: 'There is no such client.' };
  if (!client.redirectUris.includes(redirectUri)) return { shown: 'The client has not registered this redirect_uri.' };
  const state = query.get('state') ?? undefined;
  const refuse = (error: string): Refusal => ({ error, redirectUri, state });
  if (query.get('response_type') !== 'code') return refuse('unsupported_response_type');
  const scope = query.get('scope') ?? '';
  if (!scope.split(' ').includes('openid')) return refuse('invalid_scope');
  const codeChallenge = query.get('code_challenge') ?? '';
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge)) return refuse('invalid_request');
  return { clientId: client.clientId, redirectUri, state, nonce: query.get('nonce') ?? undefined, scope, codeChallenge };
}
