import { expect, test } from '@jest/globals';
import { validate, version } from 'uuid';
import { derivedId, newId } from './uuid.ts';

test('an id that is derived is always the same one, and another for anything else', () => {
  const [one, other] = [newId(), newId()];
  expect(derivedId(one, 'payment')).toBe(derivedId(one, 'payment'));
  const all = [derivedId(one, 'payment'), derivedId(one, 'line'), derivedId(one, 'line', 1), derivedId(other, 'payment'), one];
  expect(new Set(all).size).toBe(all.length);
  for (const id of all) expect([validate(id), version(id)]).toEqual([true, 7]);
});

test('those of one kind are in their order, and between what is older and what is younger', () => {
  const older = newId({ msecs: 1_000_000 });
  const of = newId({ msecs: 2_000_000 });
  const lines = Array.from({ length: 300 }, (_, index) => derivedId(of, 'line', index));
  expect([...lines].sort()).toEqual(lines);
  expect(older < lines[0]! && lines[299]! < newId({ msecs: 3_000_000 })).toBe(true);
  expect(() => derivedId(of, 'line', 4_096)).toThrow(RangeError);
});
