import type { Viewer } from '@stoa/kit/auth';
import type { JSONWebKeySet } from 'jose';
import { request } from 'undici';

/** Somebody else who issues access tokens that are good here: Auth0, say, or a company's own log-in. */
export interface OutsideIssuer {
  /** As it stands in the tokens' `iss`, letter by letter; below it is its discovery document. */
  readonly issuer: string;
  /** What the tokens must be for. */
  readonly audience: string;
  /** Which signatures are taken; RS256 unless told. Never one by a shared secret. */
  readonly algorithms?: readonly OutsideAlgorithm[];
  /** Where its tokens say the e-mail address and whether it is verified; `email` and `email_verified` unless told. */
  readonly emailClaim?: string;
  readonly emailVerifiedClaim?: string;
  /** Where its tokens say what kind of account somebody has. Unless told, nobody is more by a token than their account is. */
  readonly accountTypeClaim?: string;
}

export const OUTSIDE_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;
export type OutsideAlgorithm = (typeof OUTSIDE_ALGORITHMS)[number];

/** What a token of such an issuer says of somebody. Issuer and subject tell one person from another. */
export interface OutsidePerson {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly name: string | null;
}

/** Tells whose account it is, making one at first sight; the code of the refusal where there is none. */
export type FindAccount = (person: OutsidePerson) => Promise<{ readonly viewer: Viewer } | { readonly refusal: string }>;

const TIMEOUT_MS = 5_000;

/** The issuer's keys, where its discovery document says that they are. */
export function keysOfIssuer(issuer: string): () => Promise<JSONWebKeySet> {
  return async () => {
    const found = (await get(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)) as { issuer?: unknown; jwks_uri?: unknown };
    if (found.issuer !== issuer || typeof found.jwks_uri !== 'string')
      throw new Error(`${issuer} says of itself that it is another issuer`);
    return (await get(found.jwks_uri)) as JSONWebKeySet;
  };
}

async function get(url: string): Promise<unknown> {
  const answer = await request(url, { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS, headers: { accept: 'application/json' } });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`${url} answered with status ${answer.statusCode}`);
  return JSON.parse(text);
}
