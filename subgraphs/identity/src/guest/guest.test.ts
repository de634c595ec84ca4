import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { guest } from '@stoa/kit/auth';
import { newTraceparent } from '@stoa/kit/observability';
import { aBuyer, aPasserBy, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { readGuestToken } from '@stoa/schema/commands/identity';
import { createLocalJWKSet, decodeJwt, generateKeyPair, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import manifest from '../index.ts';
import { register } from '../testing/given-account.ts';
import { aGuestToken } from '../testing/given-guest.ts';

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest, { environment: { STOA_GUEST_RATE: '3/900' } });
});
afterAll(() => identity.stop());

const reading = (token: string) => identity.answer(readGuestToken, { token });

test('a guest’s token is signed by the key of access tokens, says who they are for an hour, and is none of them', async () => {
  const token = await aGuestToken(identity);
  const request = { method: 'GET', path: '/.well-known/jwks.json', query: new URLSearchParams(), headers: {}, body: new Uint8Array() };
  const { body } = await identity.domain.route(request, aPasserBy, newTraceparent());
  const keys = createLocalJWKSet(JSON.parse(String(body)) as JSONWebKeySet);
  const { payload } = await jwtVerify(token, keys, { issuer: 'stoa', audience: 'stoa/guests', algorithms: ['EdDSA'] });
  expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sub']);
  expect(payload.exp! - payload.iat!).toBe(3_600);
  await expect(jwtVerify(token, keys, { audience: 'stoa' })).rejects.toThrow('unexpected "aud" claim value');
  expect(await reading(token)).toEqual({ guestId: payload.sub });
});

test('who is a guest already stays that guest for longer; everybody else begins as another', async () => {
  const { sub } = decodeJwt(await aGuestToken(identity));
  expect(decodeJwt(await aGuestToken(identity, guest(sub!))).sub).toBe(sub);
  const { userId } = aBuyer();
  for (const viewer of [aPasserBy, { ...aBuyer(), userId }]) {
    const other = decodeJwt(await aGuestToken(identity, viewer)).sub;
    expect([sub, userId]).not.toContain(other);
  }
});

test('an access token, another’s signature and an old token are no guest’s', async () => {
  const { accessToken } = await register(identity);
  const { privateKey } = await generateKeyPair('EdDSA');
  const forged = await new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA' })
    .setSubject('somebody')
    .setIssuer('stoa')
    .setAudience('stoa/guests')
    .setExpirationTime('1h')
    .sign(privateKey);
  for (const token of [accessToken, forged, 'nonsense', '']) await expect(reading(token)).rejects.toMatchObject({ code: 'AUTH_001' });
});

test('one address is given so many tokens and no more', async () => {
  const [here, there] = ['192.0.2.1', '192.0.2.2'].map((address) => ({ ...aPasserBy, address }));
  for (let count = 0; count < 3; count++) await aGuestToken(identity, here!);
  await expect(aGuestToken(identity, here!)).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { retryAfter: expect.any(Number) } });
  await aGuestToken(identity, there!);
});
