import { anonymous } from '@stoa/kit/auth';
import { newTraceparent } from '@stoa/kit/observability';
import { newId } from '@stoa/kit/persistence';
import type { TestSubgraph } from '@stoa/kit/testing';
import { SignInBrowser, type Visit } from './sign-in-browser.ts';

const ORIGIN = 'http://127.0.0.1:4000';

const client = { clientId: 'stoa', clientSecret: 'secret' };

/** What the provider has to know of us. */
export const atTheProvider = { ...client, redirectUris: [`${ORIGIN}/auth/sandbox/callback`] };

/** The settings that let people sign in by a provider. */
export const signInBy = (issuer: string): Record<string, string> => ({
  STOA_SIGN_IN_PROVIDERS: JSON.stringify([{ name: 'sandbox', label: 'Sandbox', issuer, ...client }]),
  STOA_STOREFRONT_URL: 'https://shop.example',
});

/** Reaches the routes of a domain as the gateway would. */
const visitOf =
  (subgraph: TestSubgraph): Visit =>
  async (path, cookie) => {
    const url = new URL(path, ORIGIN);
    const request = { method: 'GET', path: url.pathname, query: url.searchParams, headers: { cookie }, body: new Uint8Array() };
    const { status, headers = {}, body = '' } = await subgraph.domain.route(request, anonymous, newTraceparent());
    return { status, location: headers['location'] ?? null, cookie: headers['set-cookie'] ?? null, text: String(body) };
  };

export const aBrowser = (subgraph: TestSubgraph): SignInBrowser => new SignInBrowser(visitOf(subgraph));

/** Has the provider do something that only its tests can ask for. */
export async function control(provider: { readonly url: string }, path: string, body: object): Promise<void> {
  const answer = await fetch(`${provider.url}/_sandbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}: ${await answer.text()}`);
}

/** Somebody new at the provider. */
export async function aPerson(provider: { readonly url: string }, facts: Record<string, unknown> = {}) {
  const sub = newId();
  const person = { sub, email: `${sub}@example.test`, email_verified: true, given_name: 'Ada', family_name: 'Lovelace', ...facts };
  await control(provider, 'people', person);
  return person;
}
