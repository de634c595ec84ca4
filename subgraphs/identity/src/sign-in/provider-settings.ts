import { z } from 'zod';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether an address is on this machine, where nobody between can read what passes. */
export const isLoopback = (address: string): boolean => LOOPBACK.has(new URL(address).hostname);

const issuer = z
  .url()
  .refine((text) => text.startsWith('https://') || isLoopback(text), 'must begin with https://, unless it is on this machine');

/** An OpenID provider that people may sign in by, as STOA_SIGN_IN_PROVIDERS lists them. */
const provider = z.strictObject({
  /** As it stands in addresses: `google` for `/auth/google`. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be a short word in lower case'),
  /** As people know it. */
  label: z.string().min(1).max(50).optional(),
  issuer,
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  scopes: z.string().default('openid email profile'),
  /** Whether an account here with the same address, verified on both sides, is taken for the same person's. */
  linksByEmail: z.boolean().default(true),
});

export type ProviderSettings = z.output<typeof provider>;

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
});

/** The setting: a list as JSON, in which each name and each issuer stands once. */
export const providerList = json.pipe(
  z
    .array(provider)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'must give each provider a name of its own')
    .refine((list) => new Set(list.map((each) => each.issuer)).size === list.length, 'must name each issuer once'),
);
