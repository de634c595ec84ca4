import { type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose';

/** Signs access tokens as an identity domain would. */
export class TokenIssuer {
  readonly #keys: { kid: string; privateKey: CryptoKey; publicJwk: Record<string, unknown> }[] = [];
  /** How often the keys were asked for. */
  fetches = 0;

  async addKey(kid: string): Promise<this> {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    this.#keys.unshift({ kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' } });
    return this;
  }

  readonly jwks = async (): Promise<JSONWebKeySet> => {
    this.fetches++;
    return { keys: this.#keys.map(({ publicJwk }) => publicJwk) } as unknown as JSONWebKeySet;
  };

  async token(claims: JWTPayload = {}, expiresAt: string | number = '15m', audience = 'stoa'): Promise<string> {
    const { kid, privateKey } = this.#keys[0]!;
    return new SignJWT({ sid: 'session-1', accountType: 'SELLER', sellerId: 'seller-1', ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setSubject(claims.sub ?? 'user-1')
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(privateKey);
  }
}
