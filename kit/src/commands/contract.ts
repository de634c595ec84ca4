import type { z } from 'zod';
import type { ErrorCode } from '../errors/index.ts';

/** What one domain may ask another and wait for: a typed question, a typed answer, and the refusals that are part of it. */
export interface CommandContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** `<answering domain>.<verb>` */
  readonly name: string;
  readonly domain: string;
  readonly input: I;
  readonly output: O;
  /** Refusals the answer may be; any other error reaches the caller as SERVICE_UNAVAILABLE. */
  readonly errors: readonly ErrorCode[];
  /** A read changes nothing, so it needs no idempotency key and may be tried again freely. */
  readonly reads: boolean;
  /** It sets instead of adding, so that doing it twice is doing it once: no key is kept. */
  readonly absolute: boolean;
}

export function command<I extends z.ZodType, O extends z.ZodType>(
  name: `${string}.${string}`,
  shape: { input: I; output: O; errors?: readonly ErrorCode[]; reads?: boolean; absolute?: boolean },
): CommandContract<I, O> {
  return { name, domain: name.split('.')[0]!, errors: [], reads: false, absolute: false, ...shape };
}

export type InputOf<C> = C extends CommandContract<infer I, z.ZodType> ? z.input<I> : never;
export type OutputOf<C> = C extends CommandContract<z.ZodType, infer O> ? z.output<O> : never;
