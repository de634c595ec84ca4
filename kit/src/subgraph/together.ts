import { ConfigurationError } from './resource.ts';

/** Whether all of these are set; some without the others are half a configuration, and stop the start. */
export function together<S extends Readonly<Record<string, unknown>>, K extends keyof S & string>(
  set: S,
  names: readonly K[],
): set is S & { readonly [Name in K]: NonNullable<S[Name]> } {
  const [given] = names.filter((name) => set[name] !== undefined);
  const missing = names.find((name) => set[name] === undefined);
  if (given && missing) throw new ConfigurationError(`${missing}: must be set, since ${given} is`);
  return missing === undefined;
}
