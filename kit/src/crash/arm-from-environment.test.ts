import { afterEach, expect, test } from '@jest/globals';
import { armFromEnvironment, disarmCrashPoints, isArmed } from './index.ts';

afterEach(() => disarmCrashPoints());

test('a crash point is armed by its name, and nothing is without one', () => {
  armFromEnvironment({});
  armFromEnvironment({ STOA_CRASH_AT: '' });
  expect(isArmed('answered:inventory.allocate')).toBe(false);
  armFromEnvironment({ STOA_CRASH_AT: 'answered:inventory.allocate' });
  expect(isArmed('answered:inventory.allocate')).toBe(true);
});

test('it may be the third time', () => {
  armFromEnvironment({ STOA_CRASH_AT: 'relay.after-publish@3' });
  expect(isArmed('relay.after-publish')).toBe(true);
});

test('in production it is refused', () => {
  expect(() => armFromEnvironment({ STOA_CRASH_AT: 'relay.after-mark', NODE_ENV: 'production' })).toThrow('refused in production');
  expect(isArmed('relay.after-mark')).toBe(false);
});

test.each(['somewhere', 'answered:', 'relay.after-mark@0', 'relay.after-mark@x'])('%s is no crash point', (name) => {
  expect(() => armFromEnvironment({ STOA_CRASH_AT: name })).toThrow('there is no crash point');
});
