import { expect, test } from '@jest/globals';
import { CompactSign, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, type Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';

let shop: Shop;
let victim: Person;
inOneShop(async (opened) => {
  shop = opened;
  victim = await aBuyer(shop);
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function publicKey(): Promise<JWK & { kid: string; x: string }> {
  const { keys } = (await (await fetch(`${shop.platform.origin}/.well-known/jwks.json`)).json()) as {
    keys: (JWK & { kid: string; x: string })[];
  };
  return keys[0]!;
}

const claims = () => ({
  sub: victim.userId,
  accountType: 'ADMIN',
  sid: '01a1fd00-0000-7000-8000-000000000000',
  iss: 'stoa',
  aud: 'stoa',
  exp: Math.floor(Date.now() / 1_000) + 600,
});

async function forgeries(): Promise<Record<string, string>> {
  const jwk = await publicKey();
  const spki = await exportSPKI((await importJWK(jwk, 'EdDSA')) as Parameters<typeof exportSPKI>[0]);
  const own = await generateKeyPair('EdDSA', { extractable: true });
  const ownJwk = { ...(await crypto.subtle.exportKey('jwk', own.publicKey)), kid: jwk.kid };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const hmac = (secret: Uint8Array) =>
    new CompactSign(bytes(JSON.stringify(claims()))).setProtectedHeader({ alg: 'HS256', kid: jwk.kid }).sign(secret);
  const signed = (header: object) => new SignJWT(claims()).setProtectedHeader({ alg: 'EdDSA', ...header }).sign(own.privateKey);
  const rsa = await generateKeyPair('RS256');
  return {
    'no algorithm': `${encode({ alg: 'none' })}.${encode(claims())}.`,
    'no algorithm, in capitals, under a known key': `${encode({ alg: 'NONE', kid: jwk.kid })}.${encode(claims())}.`,
    'the public key as a shared secret, as it is sent': await hmac(Buffer.from(jwk.x, 'base64url')),
    'the public key as a shared secret, as it is written': await hmac(bytes(jwk.x)),
    'the public key as a shared secret, in PEM': await hmac(bytes(spki)),
    'a key of one’s own under a known name': await signed({ kid: jwk.kid }),
    'a key of one’s own without a name': await signed({}),
    'a key of one’s own that the token brings along': await signed({ kid: jwk.kid, jwk: ownJwk }),
    'a key of one’s own at an address': await signed({ kid: jwk.kid, jku: 'https://attacker.example/jwks.json' }),
    'an unknown key': await signed({ kid: 'unknown' }),
    'the name of a file for a key': await signed({ kid: '../../../../dev/null' }),
    'another algorithm under a known name': await new SignJWT(claims())
      .setProtectedHeader({ alg: 'RS256', kid: jwk.kid })
      .sign(rsa.privateKey),
    'a header that must be understood': await new CompactSign(bytes(JSON.stringify(claims())))
      .setProtectedHeader({ alg: 'EdDSA', kid: jwk.kid, crit: ['b64'], b64: true })
      .sign(own.privateKey),
  };
}

test('no token that somebody made up lets anybody in, and all are refused alike', async () => {
  for (const [what, token] of Object.entries(await forgeries())) {
    const answer = await shop.client(token).send('{ me { id } trialBalance { balanced } }');
    expect([what, answer]).toEqual([what, { errors: [{ message: 'Invalid or expired token', extensions: { code: 'AUTH_001' } }] }]);
  }
});

test('asking by unknown keys does not have the keys fetched each time, and whoever is logged in goes on', async () => {
  const { privateKey } = await generateKeyPair('EdDSA');
  const tries = Array.from({ length: 30 }, async (_, index) =>
    shop
      .client(await new SignJWT(claims()).setProtectedHeader({ alg: 'EdDSA', kid: `guess ${index}` }).sign(privateKey))
      .refusal('{ me { id } }'),
  );
  expect(new Set((await Promise.all(tries)).map(({ code }) => code))).toEqual(new Set(['AUTH_001']));
  expect(await victim.ask('{ me { id } }')).toEqual({ me: { id: victim.userId } });
});
