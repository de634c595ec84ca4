import { z } from 'zod';

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
