import type { FastifyReply } from 'fastify';

/** An answer that is no success, in the form that GraphQL's clients know. */
export function refuse(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  details: Record<string, unknown> = {},
): FastifyReply {
  return reply.code(status).send({ errors: [{ message, extensions: { ...details, code } }] });
}

/** The caller is known, but may not ask this. */
export class CallerRefused extends Error {}

/** The body is not what it should be. */
export class BadRequest extends Error {}
