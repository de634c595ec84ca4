import type { FastifyInstance } from 'fastify';

/** Leaves bodies as they came: signatures and ciphers are about bytes. */
export function takeRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** A body that is JSON; an empty object where it is not. */
export function jsonOf(body: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from((body ?? '') as Buffer).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
