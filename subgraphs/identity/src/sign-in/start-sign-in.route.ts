import { type RouteResponse, route } from '@stoa/kit/subgraph';
import { identitySettings, publicOriginOf, signInPagesOf } from '../settings.ts';
import { SignInFailed } from './open-id-provider.ts';
import { signInProviders } from './providers.ts';
import { returnPage, telling } from './return-page.ts';
import { layCookie } from './sign-in-cookie.ts';

/** Nobody keeps a step of signing in, and the next page is not told where somebody came from. */
const PRIVATE = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

export const redirect = (location: string, cookie?: string): RouteResponse => ({
  status: 302,
  headers: { ...PRIVATE, location, ...(cookie && { 'set-cookie': cookie }) },
});

const refusal = (status: number, text: string): RouteResponse => ({
  status,
  headers: { ...PRIVATE, 'content-type': 'text/plain; charset=utf-8' },
  body: text,
});

/** SHA-256 in base64url. */
const CHALLENGE = /^[\w-]{43}$/;

/**
 * Sends a browser to a provider. The page that it came from says where to go back to, one of those allowed, and gives the challenge of a
 * secret that it keeps: the code that it will get is worth nothing without.
 */
export const startSignInRoute = route('GET', '/auth/:provider', async (context, { query }, name) => {
  const provider = context.use(signInProviders).get(name);
  if (!provider) return refusal(404, 'There is no such provider.');
  const settings = context.use(identitySettings);
  const returnTo = returnPage(query.get('return_to'), signInPagesOf(settings));
  if (!returnTo) return refusal(400, 'return_to is none of the pages that may be returned to.');
  const challenge = query.get('code_challenge') ?? '';
  if (!CHALLENGE.test(challenge)) return refusal(400, 'code_challenge must be the SHA-256 of the verifier, in base64url.');
  const origin = publicOriginOf(settings);
  try {
    const { url, ...secrets } = await provider.begin(`${origin}/auth/${name}/callback`);
    return redirect(url, await layCookie(context, origin, { provider: name, ...secrets, challenge, returnTo }));
  } catch (err) {
    if (!(err instanceof SignInFailed)) throw err;
    context.log.warn({ err, provider: name }, 'a provider could not be asked where to sign in');
    return redirect(telling(returnTo, { error: err.code }));
  }
});
