import { expect, test } from '@jest/globals';
import { KnownKeys } from './known-keys.ts';
import type { KeyHolder } from './partner.ts';

interface World {
  nowMs: number;
  isDown: boolean;
  asked: number;
  holders: Map<string, KeyHolder>;
}

function world(): World & { keys: KnownKeys } {
  const state: World = { nowMs: 1_000_000, isDown: false, asked: 0, holders: new Map([['good', { name: 'acme' }]]) };
  const keys = new KnownKeys(
    async (key) => {
      state.asked++;
      if (state.isDown) throw new Error('nobody answers');
      return state.holders.get(key) ?? null;
    },
    () => state.nowMs,
  );
  return Object.assign(state, { keys });
}

const invalid = expect.objectContaining({ extensions: { code: 'API_KEY_INVALID' } });

test('a key is asked about once in five seconds, however many come with it at once', async () => {
  const house = world();
  const partners = await Promise.all(Array.from({ length: 50 }, () => house.keys.partnerOf('good')));
  expect(new Set(partners.map(({ name }) => name))).toEqual(new Set(['acme']));
  house.nowMs += 4_999;
  await house.keys.partnerOf('good');
  expect(house.asked).toBe(1);
  house.nowMs += 1;
  await house.keys.partnerOf('good');
  expect(house.asked).toBe(2);
});

test('a key that was revoked is good for five seconds more and never again', async () => {
  const house = world();
  const partner = await house.keys.partnerOf('good');
  house.holders.clear();
  house.nowMs += 5_000;
  await expect(house.keys.partnerOf('good')).rejects.toEqual(invalid);
  expect(await partner.stillHolds()).toBe(false);
  expect(house.asked).toBe(2);
});

test('an unknown key is told the same as a revoked one, and is not asked about again at once', async () => {
  const house = world();
  for (let count = 0; count < 3; count++) await expect(house.keys.partnerOf('bad')).rejects.toEqual(invalid);
  expect(house.asked).toBe(1);
});

test('a key stops at its end, asked about or not', async () => {
  const house = world();
  house.holders.set('short', { name: 'acme', expiresAtMs: house.nowMs + 2_000 });
  const partner = await house.keys.partnerOf('short');
  expect(await partner.stillHolds()).toBe(true);
  house.nowMs += 2_000;
  await expect(house.keys.partnerOf('short')).rejects.toEqual(invalid);
  expect(await partner.stillHolds()).toBe(false);
  expect(house.asked).toBe(1);
});

test('while nobody can be asked, a key that was good lately stays so for a minute, and no other is let in', async () => {
  const house = world();
  await house.keys.partnerOf('good');
  house.isDown = true;
  house.nowMs += 59_000;
  expect((await house.keys.partnerOf('good')).name).toBe('acme');
  const away = expect.objectContaining({ extensions: expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' }) });
  await expect(house.keys.partnerOf('bad')).rejects.toEqual(away);
  house.nowMs += 1_000;
  await expect(house.keys.partnerOf('good')).rejects.toEqual(away);
});

test('whoever tries keys is asked about a hundred at once, which keeps nobody out whose key is known', async () => {
  const house = world();
  await house.keys.partnerOf('good');
  house.nowMs += 5_000;
  const tries = Array.from({ length: 150 }, (_, index) =>
    house.keys.partnerOf(`guess ${index}`).catch(({ extensions }) => extensions.code),
  );
  expect((await house.keys.partnerOf('good')).name).toBe('acme');
  const codes = await Promise.all(tries);
  expect(codes.filter((code) => code === 'SERVICE_UNAVAILABLE')).toHaveLength(50);
  expect(codes.filter((code) => code === 'API_KEY_INVALID')).toHaveLength(100);
});
