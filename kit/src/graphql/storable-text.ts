import { badInput } from '../errors/index.ts';

/**
 * Throws BAD_USER_INPUT where a text among the arguments is none that Postgres can hold: one with a zero character, or with half of a
 * character of two. Nobody types these, and every resolver would otherwise have to think of them.
 */
export function assertStorable(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !value.isWellFormed())
      throw badInput('text must not contain zero or broken characters', path.join('.'));
    return;
  }
  if (value === null || typeof value !== 'object') return;
  for (const [name, member] of Object.entries(value)) assertStorable(member, Array.isArray(value) ? path : [...path, name]);
}
