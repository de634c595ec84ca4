import { once } from 'node:events';
import type { FastifyReply } from 'fastify';
import type { OperationResult } from '../execute/execute-operation.ts';
import { invalidToken } from '../gateway-error.ts';

/** Something is sent this often, so that nothing in between takes the stream for dead. */
const HEARTBEAT_MS = 12_000;

/** setTimeout fires at once beyond this. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Sends results as server-sent events, in the distinct connections mode of GraphQL over SSE: `next` for each, then `complete`.
 * The next result is asked for when the client has taken the last one. When the client goes, or its token expires, the results end.
 */
export async function streamEvents(
  reply: FastifyReply,
  results: AsyncIterableIterator<OperationResult>,
  expiresAtMs: number | undefined,
  closing: AbortSignal,
): Promise<FastifyReply> {
  reply.hijack();
  const { raw } = reply;
  const stop = (): void => void results.return?.();
  let hasExpired = false;
  const expire = (): void => {
    hasExpired = true;
    stop();
  };
  const expiry = expiresAtMs === undefined ? undefined : setTimeout(expire, Math.min(Math.max(0, expiresAtMs - Date.now()), MAX_TIMER_MS));
  const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT_MS);
  raw.once('close', stop);
  closing.addEventListener('abort', stop, { once: true });
  try {
    const headers = {
      ...reply.getHeaders(),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    };
    raw.writeHead(200, headers as Record<string, string>);
    raw.flushHeaders();
    for await (const result of results) await write(raw, `event: next\ndata: ${JSON.stringify(result)}\n\n`);
    if (hasExpired) await write(raw, `event: next\ndata: ${JSON.stringify({ errors: [invalidToken()] })}\n\n`);
    await write(raw, 'event: complete\ndata:\n\n');
  } finally {
    clearTimeout(expiry);
    clearInterval(heartbeat);
    closing.removeEventListener('abort', stop);
    raw.end();
  }
  return reply;
}

async function write(raw: FastifyReply['raw'], text: string): Promise<void> {
  if (raw.destroyed || raw.write(text)) return;
  await Promise.race([once(raw, 'drain'), once(raw, 'close')]).catch(() => undefined);
}
