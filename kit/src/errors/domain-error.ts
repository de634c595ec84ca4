import type { z } from 'zod';
import type { ErrorCode } from './codes.ts';

/** A refusal that a client may see: a stable code, a sentence, and facts that help to go on. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The one answer for what does not exist and for what is somebody else's. */
export const notFound = (what: string): DomainError => new DomainError('NOT_FOUND', `${what} not found`);

export const badInput = (message: string, field?: string): DomainError =>
  new DomainError('BAD_USER_INPUT', message, field === undefined ? {} : { field });

/** Parses what came from outside; the first fault becomes BAD_USER_INPUT naming the field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const field = issue.path.join('.');
  throw badInput(field ? `${field}: ${issue.message}` : issue.message, field || undefined);
}
