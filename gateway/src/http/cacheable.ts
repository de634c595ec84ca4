import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WrittenResult } from '../execute/execute-operation.ts';
import type { ResponseMediaType } from './negotiate.ts';
import { sendBody } from './respond.ts';

export interface CacheableAnswer {
  readonly result: WrittenResult;
  /** Whether the answer is for whoever asked alone. */
  readonly isPrivate: boolean;
  readonly mediaType: ResponseMediaType;
}

/**
 * Sends the answer to a stored query that was asked by GET. Caches may keep it, and ask each time whether it is still good, which is
 * answered without a body: so nobody sees what is not true any more. Where the supergraph's hints are all that there is to go by, caches
 * need not ask for as long as these say. What a logged-in viewer or a partner sees stays in their own cache.
 */
export function sendCacheable(request: IncomingMessage, response: ServerResponse, { result, isPrivate, mediaType }: CacheableAnswer): void {
  const vary = response.getHeader('vary');
  response.setHeader('vary', [...(vary === undefined ? [] : [String(vary)]), 'Accept', 'Authorization'].join(', '));
  if (result.errors.length > 0) {
    response.setHeader('cache-control', 'no-store');
    return sendBody(response, result.body, mediaType, 200);
  }
  const tag = `"${createHash('sha256').update(result.body).digest('base64url').slice(0, 27)}"`;
  const { isPrivate: isOwn = false, maxAgeMs = 0 } = result.freshness ?? {};
  const maxAge = Math.floor(maxAgeMs / 1_000);
  response.setHeader('cache-control', `${isPrivate || isOwn ? 'private' : 'public'}, ${maxAge > 0 ? `max-age=${maxAge}` : 'no-cache'}`);
  response.setHeader('etag', tag);
  if (!isNamed(request.headers['if-none-match'], tag)) return sendBody(response, result.body, mediaType, 200);
  response.writeHead(304).end();
}

/** A proxy that compresses marks the tag as weak, which still names the same answer. */
const isNamed = (header: string | undefined, tag: string): boolean =>
  header?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag) ?? false;
