import { createPublicKey, randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type Misfortune, Misfortunes } from '../outbox/misfortune.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { jsonOf, takeRawBodies } from '../outbox/raw-bodies.ts';
import { claimsOf } from './check-jwt.ts';

/** The service account that the sandbox knows. */
export interface FcmAccount {
  readonly projectId: string;
  readonly clientEmail: string;
  /** PEM, of the key that the account signs with. */
  readonly publicKey: string;
}

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const TOKEN_SECONDS = 3_599;

const refusalOf = (code: number, status: string, errorCode?: string): object => ({
  error: {
    ...{ code, status, message: 'The message cannot be sent' },
    details: errorCode ? [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }] : [],
  },
});

const wordMisfortune = ({ status, code }: Misfortune): object =>
  refusalOf(status, String(code ?? (status === 429 ? 'RESOURCE_EXHAUSTED' : 'UNAVAILABLE')), code ? String(code) : undefined);

/** Plays Firebase Cloud Messaging: the exchange of a signed assertion for a token of Google's, and messages to apps. */
export function addFcm(app: FastifyInstance, account: FcmAccount, { outbox, now }: { outbox: Outbox; now: () => number }): Misfortunes {
  const misfortunes = new Misfortunes(wordMisfortune);
  const bearers = new Map<string, number>();
  const apps = new Map<string, { hasEnded: boolean }>();
  const key = createPublicKey(account.publicKey);
  app.register(async (scope) => {
    takeRawBodies(scope);
    scope.post('/fcm/token', async (request, reply) => {
      const form = new URLSearchParams(String(request.body));
      const claims = claimsOf(form.get('assertion') ?? '', key, 'RS256', now());
      const isGood =
        claims?.iss === account.clientEmail && claims.scope === SCOPE && claims.aud === `http://${request.headers.host}/fcm/token`;
      if (!isGood || form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
        return reply.code(400).send({ error: 'invalid_grant', error_description: 'Invalid JWT' });
      const access_token = `ya29.${randomBytes(24).toString('base64url')}`;
      bearers.set(access_token, now() + TOKEN_SECONDS * 1_000);
      return { access_token, expires_in: TOKEN_SECONDS, token_type: 'Bearer' };
    });
    scope.post('/fcm/v1/projects/:project/messages::send', misfortunes.onRoute, async (request, reply) => {
      const bearer = (request.headers.authorization ?? '').replace(/^Bearer /, '');
      if ((bearers.get(bearer) ?? 0) < now()) return reply.code(401).send(refusalOf(401, 'UNAUTHENTICATED'));
      if ((request.params as { project: string }).project !== account.projectId)
        return reply.code(403).send(refusalOf(403, 'PERMISSION_DENIED', 'SENDER_ID_MISMATCH'));
      const { message } = jsonOf(request.body) as { message?: { token?: string; notification?: { title?: string; body?: string } } };
      const known = apps.get(message?.token ?? '');
      if (!message?.notification || !message.token) return reply.code(400).send(refusalOf(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT'));
      if (!known || known.hasEnded) return reply.code(404).send(refusalOf(404, 'NOT_FOUND', 'UNREGISTERED'));
      const { title = '', body = '' } = message.notification;
      const { id } = outbox.keep({ channel: 'PUSH', to: message.token, title, text: body, said: message });
      return { name: `projects/${account.projectId}/messages/${id}` };
    });
  });
  app.post('/_sandbox/fcm/tokens', async () => {
    const token = `${randomUUID()}:APA91b${randomBytes(24).toString('base64url')}`;
    apps.set(token, { hasEnded: false });
    return { token };
  });
  app.post('/_sandbox/fcm/tokens/end', async (request, reply) => {
    const known = apps.get((request.body as { token: string }).token);
    if (!known) return reply.code(404).send({ error: 'There is no such token.' });
    known.hasEnded = true;
    return { hasEnded: true };
  });
  app.post('/_sandbox/fcm/revoke', async () => {
    bearers.clear();
    return { bearers: 0 };
  });
  return misfortunes;
}
