import { route } from '@stoa/kit/subgraph';
import type { DomainContext } from '@stoa/kit/use-case';
import { hashOfToken, newRefreshToken } from '../session/refresh-token.ts';
import { identitySettings, publicOriginOf, signInPagesOf } from '../settings.ts';
import { type Profile, SignInFailed } from './open-id-provider.ts';
import { signInProviders } from './providers.ts';
import { telling } from './return-page.ts';
import { SignInCode } from './sign-in-code.entity.ts';
import { readCookie, takeCookie } from './sign-in-cookie.ts';
import { redirect } from './start-sign-in.route.ts';

/**
 * Where a provider sends the browser back to. The page that it goes on to gets a code, which is good for a minute and once, and only
 * with that page's own secret; or the reason why there is none. Nothing that anybody could use otherwise stands in an address.
 */
export const finishSignInRoute = route('GET', '/auth/:provider/callback', async (context, { query, headers }, name) => {
  const provider = context.use(signInProviders).get(name);
  if (!provider) return { status: 404 };
  const settings = context.use(identitySettings);
  const origin = publicOriginOf(settings);
  const state = query.get('state') ?? '';
  const begun = await readCookie(context, origin, headers['cookie'] ?? '', state);
  // Another browser's attempt, one of long ago, or none.
  if (!begun || begun.provider !== name) return redirect(telling(signInPagesOf(settings)[0]!, { error: 'SIGN_IN_EXPIRED' }));
  const answer = async (): Promise<Record<string, string>> => {
    try {
      const profile = await provider.finish(new URL(`${origin}/auth/${name}/callback?${query.toString()}`), begun);
      return { code: await keepCode(context, name, profile, begun.challenge) };
    } catch (err) {
      if (!(err instanceof SignInFailed)) throw err;
      context.log.warn({ err, provider: name }, 'a sign-in was refused');
      return { error: err.code };
    }
  };
  return redirect(telling(begun.returnTo, await answer()), takeCookie(origin, state));
});

async function keepCode(context: DomainContext, provider: string, profile: Profile, challenge: string): Promise<string> {
  const code = newRefreshToken();
  await context.transact(async ({ insert }) => insert(SignInCode, [{ codeHash: hashOfToken(code), challenge, provider, ...profile }]));
  return code;
}
