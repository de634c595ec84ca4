import { importPKCS8, SignJWT } from 'jose';
import { askProvider } from '../ask-provider.ts';

interface Account {
  readonly clientEmail: string;
  readonly privateKey: string;
  readonly tokenUrl: string;
}

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
/** A token is not used any more so long before its end. */
const MARGIN_MS = 60_000;

/** The token by which Google knows a service account: an assertion that it signs is exchanged for one, good for an hour (RFC 7523). */
export class GoogleToken {
  #kept: { readonly token: string; readonly untilMs: number } | null = null;
  #asking: Promise<string | null> | null = null;

  constructor(private readonly account: Account) {}

  /** The token of now; null where Google gives none. However many want one, it is asked for once. */
  async current(signal: AbortSignal): Promise<string | null> {
    if (this.#kept && this.#kept.untilMs > Date.now()) return this.#kept.token;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    const given = Promise.withResolvers<null>();
    const giveUp = () => given.resolve(null);
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    return Promise.race([this.#asking, given.promise]).finally(() => signal.removeEventListener('abort', giveUp));
  }

  forget(token: string): void {
    if (this.#kept?.token === token) this.#kept = null;
  }

  async #ask(): Promise<string | null> {
    const { clientEmail, privateKey, tokenUrl } = this.account;
    const assertion = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(clientEmail)
      .setAudience(tokenUrl)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(await importPKCS8(privateKey, 'RS256'));
    const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    // It is asked for all who wait, so that none of their signals ends it.
    const answer = await askProvider(tokenUrl, { headers: {}, body }, AbortSignal.timeout(10_000));
    const { access_token: token, expires_in: seconds } = answer?.body ?? {};
    if (typeof token !== 'string') return null;
    this.#kept = { token, untilMs: Date.now() + Number(seconds) * 1_000 - MARGIN_MS };
    return token;
  }
}
