import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

const ALGORITHM = 'ES256';
const LIFETIME_SECONDS = 5 * 60;

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** The keys of the provider: the next one is published before it signs, as providers do, and an old one for a while after. */
export class SigningKeys {
  #made = 0;
  #keys: Promise<readonly SigningKey[]> | undefined;

  /** The public halves. */
  async jwks(): Promise<{ keys: JWK[] }> {
    return { keys: (await this.#ready()).map(({ publicJwk }) => publicJwk) };
  }

  /** Signs claims, good for some minutes unless they say another time. The key that signs is the second last. */
  async sign(claims: Record<string, unknown>, issuer: string, audience: string): Promise<string> {
    const { kid, privateKey } = (await this.#ready()).at(-2)!;
    const exp = Math.floor(Date.now() / 1_000) + LIFETIME_SECONDS;
    return new SignJWT({ iss: issuer, aud: audience, exp, ...claims })
      .setProtectedHeader({ alg: ALGORITHM, kid })
      .setIssuedAt()
      .sign(privateKey);
  }

  /** Has the next key sign from now on. */
  async rotate(): Promise<void> {
    const keys = await this.#ready();
    const next = await this.#make();
    this.#keys = Promise.resolve([...keys.slice(-2), next]);
  }

  #ready(): Promise<readonly SigningKey[]> {
    this.#keys ??= Promise.all([this.#make(), this.#make()]);
    return this.#keys;
  }

  async #make(): Promise<SigningKey> {
    const kid = `key-${++this.#made}`;
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
    return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: 'sig' } };
  }
}
