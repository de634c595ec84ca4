import { OUTSIDE_ALGORITHMS } from '@stoa/gateway/outside/outside-issuer';
import { z } from 'zod';

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/;

const issuer = z.strictObject({
  issuer: z
    .url()
    .refine((text) => text.startsWith('https://') || LOOPBACK.test(text), 'must begin with https://, unless it is on this machine'),
  audience: z.string().min(1),
  algorithms: z.array(z.enum(OUTSIDE_ALGORITHMS)).min(1).optional(),
  emailClaim: z.string().min(1).optional(),
  emailVerifiedClaim: z.string().min(1).optional(),
  accountTypeClaim: z.string().min(1).optional(),
});

/** The issuers whose tokens are good here besides our own, as JSON. */
export const outsideIssuers = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.array(issuer));
