import { z } from 'zod';

/** `v2:secret,v1:secret`: the newest version first. */
export const versionedSecrets = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .pipe(
    z
      .array(z.string().regex(/^[A-Za-z][\w-]*:[^\s:,]{32,}$/, 'must be like v1:secret, with a secret of at least 32 characters'))
      .min(1, 'must hold at least one value'),
  )
  .transform((entries) => entries.map((entry) => entry.split(':') as [string, string]))
  .refine((pairs) => new Set(pairs.map(([version]) => version)).size === pairs.length, 'names a version twice')
  .transform((pairs) => Object.fromEntries(pairs));

/** A TCP port. */
export const portNumber = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port number, at most 65535');

/** A TCP port, and the one that is taken without a word. */
export const port = (otherwise: string) => portNumber.prefault(otherwise);

/** An address of one of these protocols. */
export const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

/** What a setting is for, as the printed table says it. */
interface About {
  readonly about: string;
  /** What holds without it, where no plain default says so. */
  readonly otherwise?: string;
  readonly secret?: boolean;
}

/** A setting with what the printed table says of it. */
export const described = <S extends z.ZodType>(schema: S, about: About): S => schema.meta({ ...about });
