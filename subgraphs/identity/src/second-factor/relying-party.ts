import { signInPagesOf, storefrontOf } from '../settings.ts';

/** For whom passkeys are: the storefront's name, and the pages below it that ask for them. */
export interface RelyingParty {
  readonly id: string;
  readonly origins: readonly string[];
}

/** Pages under another name cannot ask for these passkeys, so they are none of its origins. */
export function relyingParty(set: Parameters<typeof signInPagesOf>[0]): RelyingParty {
  const storefront = new URL(storefrontOf(set));
  const id = storefront.hostname;
  const pages = signInPagesOf(set).map((page) => new URL(page));
  const below = pages.filter(({ hostname }) => hostname === id || hostname.endsWith(`.${id}`));
  return { id, origins: [...new Set([storefront, ...below].map(({ origin }) => origin))] };
}
