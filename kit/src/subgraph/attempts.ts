import { z } from 'zod';

/** How often something may be tried; null for as often as one likes. */
export type Attempts = { readonly max: number; readonly windowSeconds: number } | null;

/** A setting like `100/900`, so many attempts in so many seconds, or `off`. */
export const attempts = z
  .string()
  .regex(/^([1-9]\d{0,8}\/[1-9]\d{0,5}|off)$/, 'must be like 100/900, a number of attempts and a number of seconds, or off')
  .transform((text): Attempts => {
    if (text === 'off') return null;
    const [max, windowSeconds] = text.split('/').map(Number) as [number, number];
    return { max, windowSeconds };
  });

/** What was set; else what is usual in production, and elsewhere nothing. */
export function attemptsIn(environment: string, given: Attempts | undefined, usual: Attempts): Attempts {
  if (given !== undefined) return given;
  return environment === 'production' ? usual : null;
}
