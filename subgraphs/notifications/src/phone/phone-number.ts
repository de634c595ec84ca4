import { z } from 'zod';

/** A number with its country, however it is grouped: `+49 (151) 1234-5678`. Kept as E.164. */
export const phoneNumber = z
  .string()
  .max(40)
  .transform((text) => text.replace(/[\s().-]/g, ''))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number with its country, like +4915112345678'));
