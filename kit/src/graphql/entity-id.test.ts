import { expect, test } from '@jest/globals';
import { newId } from '../persistence/uuid.ts';
import { isEntityId, toEntityId } from './entity-id.ts';

test('an id is taken whichever way it is written', () => {
  const id = newId();
  expect(toEntityId(id)).toBe(id);
  expect(toEntityId(id.toUpperCase())).toBe(id);
});

test.each([
  '',
  '1',
  'not-an-id',
  "'; drop table users; --",
  `${newId()}0`,
  ` ${newId()}`,
  '\u0000',
  'x'.repeat(1_000_000),
])('what cannot be an id is simply one that nothing has (%#)', (text) => {
  expect(isEntityId(text)).toBe(false);
  expect(toEntityId(text)).toBe('00000000-0000-0000-0000-000000000000');
});

test.each([null, undefined, 7, {}, [newId()]])('only a string is an id (%#)', (value) => {
  expect(isEntityId(value)).toBe(false);
});
