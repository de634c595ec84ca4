import { expect, test } from '@jest/globals';
import { ConfigurationError } from './resource.ts';
import { together } from './together.ts';

test('what belongs together is set as a whole or not at all', () => {
  expect(together({ id: 'a', secret: 'b' }, ['id', 'secret'])).toBe(true);
  expect(together({ id: undefined, secret: undefined }, ['id', 'secret'])).toBe(false);
});

test.each([
  [{ id: 'a', secret: undefined }, 'secret: must be set, since id is'],
  [{ id: undefined, secret: 'b' }, 'id: must be set, since secret is'],
])('half of it is refused, and says what is missing: %j', (set, message) => {
  expect(() => together(set, ['id', 'secret'])).toThrow(new ConfigurationError(message));
});
