import type { Configuration, IDToken } from 'openid-client';
import { namesOf } from './names-of.ts';
import { isLoopback, type ProviderSettings } from './provider-settings.ts';

/** Whom a provider says somebody is. Only issuer and subject tell one person from another. */
export interface Profile {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
}

/** Why nobody was let in, as the page is told. */
export type SignInFailure = 'ACCESS_DENIED' | 'SIGN_IN_FAILED' | 'SERVICE_UNAVAILABLE';

export class SignInFailed extends Error {
  constructor(
    readonly code: SignInFailure,
    options?: ErrorOptions,
  ) {
    super(`signing in ended with ${code}`, options);
  }
}

/** What only this browser's attempt can know. */
export interface Secrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Whoever waits longer for a provider has given up. */
const TIMEOUT_SECONDS = 5;
/** A provider's addresses are read again after this. */
const CONFIGURATION_LIVES_MS = 60 * 60_000;

/** An OpenID provider. Its addresses and keys are read when first needed, so that one that is down stops no start. */
export class OpenIdProvider {
  #configuration: { readonly value: Promise<Configuration>; readonly endsAtMs: number } | undefined;

  constructor(readonly settings: ProviderSettings) {}

  /** Where a browser goes to sign in, and what it must keep to come back. */
  async begin(redirectUri: string): Promise<{ readonly url: string } & Secrets> {
    const client = await import('openid-client');
    const configuration = await this.#configured();
    const secrets = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: this.settings.scopes,
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, ...secrets };
  }

  /** Whom the provider sent back to us. State, nonce, signature, issuer, audience and proof key are all checked. */
  async finish(callback: URL, { state, nonce, verifier }: Secrets): Promise<Profile> {
    const client = await import('openid-client');
    const configuration = await this.#configured();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      // Whoever had none would be the same person as all others without.
      if (!claims.sub) throw new Error('the provider does not say who it is');
      if (claims['email'] !== undefined || !configuration.serverMetadata().userinfo_endpoint) return profileOf(claims);
      return profileOf({ ...(await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims });
    } catch (error) {
      throw new SignInFailed(failureOf(error), { cause: error });
    }
  }

  #configured(): Promise<Configuration> {
    if (this.#configuration && this.#configuration.endsAtMs > Date.now()) return this.#configuration.value;
    const value = this.#discover();
    this.#configuration = { value, endsAtMs: Date.now() + CONFIGURATION_LIVES_MS };
    value.catch(() => (this.#configuration = undefined));
    return value;
  }

  async #discover(): Promise<Configuration> {
    const client = await import('openid-client');
    const { issuer, clientId, clientSecret } = this.settings;
    // The signature is checked too, although the token comes straight from the provider: it costs little, and TLS may end elsewhere.
    const execute = [client.enableNonRepudiationChecks, ...(isLoopback(issuer) ? [client.allowInsecureRequests] : [])];
    try {
      return await client.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute, timeout: TIMEOUT_SECONDS });
    } catch (error) {
      throw new SignInFailed('SERVICE_UNAVAILABLE', { cause: error });
    }
  }
}

/** What stands for no answer at all: by name, since each library has its own classes for it. */
const NO_ANSWER: ReadonlySet<string | undefined> = new Set(['TypeError', 'TimeoutError', 'AbortError']);
const NOT_NOW: ReadonlySet<string | undefined> = new Set(['temporarily_unavailable', 'server_error']);

function failureOf(thrown: unknown): SignInFailure {
  const error = thrown as { readonly error?: string; readonly cause?: unknown };
  if (error.error === 'access_denied') return 'ACCESS_DENIED';
  const isDown = ([error, error.cause] as ({ name?: string; status?: number } | undefined)[]).some(
    (each) => NO_ANSWER.has(each?.name) || (each?.status ?? 0) >= 500,
  );
  return isDown || NOT_NOW.has(error.error) ? 'SERVICE_UNAVAILABLE' : 'SIGN_IN_FAILED';
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);

function profileOf(claims: IDToken): Profile {
  const email = text(claims['email'])?.toLowerCase() ?? null;
  const names = { given: text(claims['given_name']), family: text(claims['family_name']), whole: text(claims['name']), email };
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email,
    // Nothing but the truth: some providers send the word 'true', and some of those mean something else by it.
    isEmailVerified: claims['email_verified'] === true,
    ...namesOf(names),
  };
}
