import { createECDH, createPublicKey, randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Misfortune, Misfortunes } from '../outbox/misfortune.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { takeRawBodies } from '../outbox/raw-bodies.ts';
import { claimsOf } from './check-jwt.ts';
import { type BrowserKeys, decryptPush } from './decrypt-push.ts';

/** More than this no push service carries. */
const LARGEST_BYTES = 4_096;
const LONGEST_TOKEN_SECONDS = 24 * 3_600;

interface Subscription extends BrowserKeys {
  /** Whoever subscribed said whose messages they want. */
  readonly applicationServerKey: string;
  hasEnded: boolean;
}

/** Plays browsers that subscribe, and the push service that carries messages to them (RFC 8030, 8188, 8291, 8292). */
export function addWebPush(app: FastifyInstance, { outbox, now }: { outbox: Outbox; now: () => number }): Misfortunes {
  const subscriptions = new Map<string, Subscription>();
  const misfortunes = new Misfortunes(({ status }: Misfortune) => ({ code: status, message: 'Ordered by a test' }));
  app.register(async (scope) => {
    takeRawBodies(scope);
    scope.post('/push/v1/:id', misfortunes.onRoute, async (request, reply) => {
      const { id } = request.params as { id: string };
      const subscription = subscriptions.get(id);
      if (!subscription) return reply.code(404).send({ code: 404, message: 'no such subscription' });
      if (subscription.hasEnded) return reply.code(410).send({ code: 410, message: 'the subscription has ended' });
      const body = request.body as Buffer;
      const refusal = refusalFor(request, body, subscription, now());
      if (refusal) return reply.code(refusal[0]).send({ code: refusal[0], message: refusal[1] });
      const said = JSON.parse(decryptPush(body, subscription)) as { title?: string; body?: string };
      const kept = outbox.keep({
        channel: 'PUSH',
        to: `${originOf(request)}/push/v1/${id}`,
        title: said.title ?? '',
        text: said.body ?? '',
        said,
      });
      return reply
        .code(201)
        .header('location', `${originOf(request)}/push/messages/${kept.id}`)
        .send();
    });
  });
  app.post('/_sandbox/push/subscriptions', async (request, reply) => {
    const { applicationServerKey } = (request.body ?? {}) as { applicationServerKey?: string };
    if (!applicationServerKey) return reply.code(400).send({ error: 'Want { applicationServerKey }.' });
    const [id, ecdh, auth] = [randomUUID(), createECDH('prime256v1'), randomBytes(16)];
    const p256dh = ecdh.generateKeys('base64url');
    subscriptions.set(id, { ecdh, auth, applicationServerKey, hasEnded: false });
    return { endpoint: `${originOf(request)}/push/v1/${id}`, keys: { p256dh, auth: auth.toString('base64url') } };
  });
  app.delete('/_sandbox/push/subscriptions/:id', async (request, reply) => {
    const subscription = subscriptions.get((request.params as { id: string }).id);
    if (!subscription) return reply.code(404).send({ error: 'There is no such subscription.' });
    subscription.hasEnded = true;
    return { hasEnded: true };
  });
  return misfortunes;
}

const originOf = (request: FastifyRequest): string => `http://${request.headers.host}`;

/** What a push service says of a message that is not as it should be; null where it is. */
function refusalFor(request: FastifyRequest, body: Buffer, subscription: Subscription, nowMs: number): [number, string] | null {
  if (!/^\d+$/.test(String(request.headers.ttl))) return [400, 'TTL is missing'];
  if (request.headers['content-encoding'] !== 'aes128gcm') return [400, 'the message is in no known coding'];
  if (body.length > LARGEST_BYTES) return [413, 'the message is too large'];
  const topic = request.headers.topic;
  if (topic !== undefined && !/^[\w-]{1,32}$/.test(String(topic))) return [400, 'the topic is too long'];
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (key !== subscription.applicationServerKey) return [403, 'that is not who the browser subscribed to'];
  const claims = claimsOf(token, publicKeyOf(key), 'ES256', nowMs);
  if (!claims || claims.aud !== originOf(request)) return [403, 'the token is not good here'];
  if (Number(claims.exp) * 1_000 > nowMs + LONGEST_TOKEN_SECONDS * 1_000) return [403, 'the token is good for too long'];
  if (!/^(mailto:|https:)/.test(String(claims.sub))) return [403, 'the token does not say whom to write to'];
  return null;
}

function publicKeyOf(point: string) {
  const bytes = Buffer.from(point, 'base64url');
  const [x, y] = [bytes.subarray(1, 33), bytes.subarray(33)].map((half) => half.toString('base64url'));
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' });
}
