import { createHash, randomBytes } from 'node:crypto';

/** What a provider or the gateway answers a browser. */
export interface Page {
  readonly status: number;
  readonly location: string | null;
  readonly cookie: string | null;
  readonly text: string;
}

/** How a browser reaches us: over the network, or straight into the domain. */
export type Visit = (path: string, cookie: string) => Promise<Page>;

/** What the page that somebody came back to was told. */
export interface Told {
  readonly page: string;
  readonly code: string;
  readonly error: string | null;
}

/** A browser whose person signs in at the sandbox of a provider. */
export class SignInBrowser {
  /** The secret of the page, of which we are told the challenge. */
  readonly verifier = randomBytes(32).toString('base64url');
  readonly #cookies = new Map<string, string>();

  constructor(
    private readonly visit: Visit,
    private readonly provider = 'sandbox',
  ) {}

  get challenge(): string {
    return createHash('sha256').update(this.verifier).digest('base64url');
  }

  /** Goes to the provider; answers the address of its page. */
  async start(query: Record<string, string> = {}): Promise<Page> {
    return this.#go(`/auth/${this.provider}?${new URLSearchParams({ code_challenge: this.challenge, ...query }).toString()}`);
  }

  /** Chooses a person at the provider, nobody with an empty name; answers the address at ours that it sends the browser to. */
  async choose(authorize: string, sub: string): Promise<string> {
    const address = new URL(authorize.replace('/authorize?', '/authorize/choose?'));
    address.searchParams.set('sub', sub);
    const answer = await fetch(address, { redirect: 'manual' });
    const back = new URL(answer.headers.get('location')!);
    return back.pathname + back.search;
  }

  /** Comes back from the provider; answers what the page is told. */
  async finish(callback: string): Promise<Told> {
    const { location } = await this.#go(callback);
    return told(location!);
  }

  /** All three steps. */
  async signIn(sub: string, query: Record<string, string> = {}): Promise<Told> {
    const { location } = await this.start(query);
    return this.finish(await this.choose(location!, sub));
  }

  async #go(path: string): Promise<Page> {
    const page = await this.visit(path, [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(page.cookie ?? '') ?? [];
    if (name && value) this.#cookies.set(name, value);
    else if (name) this.#cookies.delete(name);
    return page;
  }
}

/** What stands behind the `#` of the address of a page. */
function told(location: string): Told {
  const [page = '', fragment = ''] = location.split('#');
  const facts = new URLSearchParams(fragment);
  return { page, code: facts.get('code') ?? '', error: facts.get('error') };
}
