import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Misfortune, Misfortunes } from '../outbox/misfortune.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { jsonOf, takeRawBodies } from '../outbox/raw-bodies.ts';

/** Older or younger ones are somebody's who has seen one. */
const TOLERANCE_SECONDS = 300;

const wordMisfortune = ({ status }: Misfortune): object => ({ error: 'Ordered by a test', status });

/**
 * Plays partners' own systems, which take webhooks as Standard Webhooks has them at `/partners/<name>`: a name's secret is said first, and what it did not
 * sign is refused. What comes twice is shown twice.
 */
export function addPartners(app: FastifyInstance, { outbox, now }: { outbox: Outbox; now: () => number }): Misfortunes {
  const misfortunes = new Misfortunes(wordMisfortune);
  const secrets = new Map<string, string>();
  app.post('/_sandbox/partners/:name', async (request) => {
    const { secret = '' } = (request.body ?? {}) as { secret?: string };
    secrets.set(nameOf(request), secret);
    return { name: nameOf(request) };
  });
  app.register(async (scope) => {
    takeRawBodies(scope);
    scope.post('/partners/:name', misfortunes.onRoute, async (request, reply) => {
      const [name, body] = [nameOf(request), String(request.body ?? '')];
      if (!isSigned(request, body, secrets.get(name) ?? '', now())) return reply.code(401).send({ error: 'The signature is not right.' });
      outbox.keep({ channel: 'WEBHOOK', to: name, title: String(jsonOf(request.body)['type']), text: body, said: request.headers });
      return reply.code(204).send();
    });
  });
  return misfortunes;
}

const nameOf = (request: FastifyRequest): string => (request.params as { name: string }).name;

/** Whether one of its signatures is right: while a secret is changed there are two. */
function isSigned({ headers }: FastifyRequest, body: string, secret: string, nowMs: number): boolean {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((each) => String(headers[`webhook-${each}`] ?? '')) as [
    ...[string, string, string],
  ];
  if (!secret.startsWith('whsec_') || !(Math.abs(nowMs / 1_000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const right = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`);
  return signatures.split(' ').some((given) => given.length === right.length && timingSafeEqual(Buffer.from(given), right));
}
