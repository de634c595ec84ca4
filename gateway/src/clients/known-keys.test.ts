import { expect, test } from '@jest/globals';
import { KnownKeys } from './known-keys.ts';
import type { KeyHolder } from './partner.ts';

interface World {
  nowMs: number;
  isDown: boolean;
  asked: number;
  /** What happens between a question and its answer. */
  meanwhile: () => void;
  holders: Map<string, KeyHolder>;
}

function world(): World & { keys: KnownKeys } {
  const state: World = { nowMs: 1_000_000, isDown: false, asked: 0, meanwhile: () => undefined, holders: new Map() };
  state.holders.set('good', { id: 'key of acme', name: 'acme' });
  const keys = new KnownKeys(
    async (key) => {
      state.asked++;
      if (state.isDown) throw new Error('nobody answers');
      const holder = state.holders.get(key) ?? null;
      await null;
      state.meanwhile();
      return holder;
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

test('a key that was revoked without a word is good for five seconds more and never again', async () => {
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

const change = (id: string) => ({ events: [], touches: [{ name: 'ApiKey', id }] });

test('a key of which somebody tells that it changed is asked about again at once, and no other is', async () => {
  const house = world();
  house.holders.set('other', { id: 'other key', name: 'acme' });
  const partner = await house.keys.partnerOf('good');
  await house.keys.partnerOf('other');
  house.holders.clear();
  house.keys.clear(change('key of acme'));
  await expect(house.keys.partnerOf('good')).rejects.toEqual(invalid);
  expect(await partner.stillHolds()).toBe(false);
  expect((await house.keys.partnerOf('other')).name).toBe('acme');
});

test('a revoked key is not let in because nobody can be asked', async () => {
  const house = world();
  await house.keys.partnerOf('good');
  house.isDown = true;
  house.keys.clear(change('key of acme'));
  await expect(house.keys.partnerOf('good')).rejects.toEqual(
    expect.objectContaining({ extensions: expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' }) }),
  );
});

test('an answer that may be older than a change of which was told meanwhile is not taken', async () => {
  const house = world();
  house.meanwhile = () => {
    house.holders.clear();
    house.keys.clear(change('key of acme'));
    house.meanwhile = () => undefined;
  };
  await expect(house.keys.partnerOf('good')).rejects.toEqual(invalid);
});

test('where changes may have been missed every key is asked about again, and stays good where nobody answers', async () => {
  const house = world();
  await house.keys.partnerOf('good');
  house.keys.flush();
  await house.keys.partnerOf('good');
  expect(house.asked).toBe(2);
  house.isDown = true;
  house.keys.flush();
  expect((await house.keys.partnerOf('good')).name).toBe('acme');
});
