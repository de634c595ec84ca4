import { expect, test } from '@jest/globals';
import { hashOfApiKey, modeOfApiKey, newApiKey } from './api-key.ts';

test('a key says its mode, shows its beginning and is kept as a hash alone', () => {
  for (const mode of ['test', 'live'] as const) {
    const { text, prefix, hash } = newApiKey(mode);
    expect(text).toMatch(new RegExp(`^stoa_${mode}_[0-9A-Za-z]{49}$`));
    expect(modeOfApiKey(text)).toBe(mode);
    expect(text.startsWith(prefix)).toBe(true);
    expect(prefix).toHaveLength(`stoa_${mode}_`.length + 4);
    expect(hash).toBe(hashOfApiKey(text));
    expect(hash).not.toContain(text.slice(10, 20));
  }
});

test('no two keys are alike', () => {
  expect(new Set(Array.from({ length: 1_000 }, () => newApiKey('live').text)).size).toBe(1_000);
});

test('what was mistyped, cut, moved to another mode or made up is no key', () => {
  const { text } = newApiKey('test');
  const other = text.at(-20) === 'x' ? 'y' : 'x';
  const wrong = [
    text.slice(0, -20) + other + text.slice(-19),
    text.slice(0, -1),
    `${text}0`,
    ` ${text}`,
    text.replace('_test_', '_live_'),
    text.toLowerCase(),
    `stoa_test_${'a'.repeat(49)}`,
    '',
    'x'.repeat(100_000),
  ];
  for (const each of wrong) expect([each, modeOfApiKey(each)]).toEqual([each, null]);
});
