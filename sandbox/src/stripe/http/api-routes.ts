import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, Faults } from '../../http/faults.ts';
import { ApiError, invalidRequest } from '../api-error.ts';
import type { Caller } from '../call.ts';
import { API_VERSION } from '../draft.ts';
import type { FormFields } from '../form.ts';
import { parseForm } from '../form.ts';
import { newId } from '../ids.ts';
import { Parameters } from '../parameters.ts';
import type { Answer, WriteContext } from './answer.ts';
import { answerWrite, orderedError } from './answer.ts';
import type { AccountKeys } from './authenticate.ts';
import { authenticate, requireSecretKey } from './authenticate.ts';
import type { Endpoint } from './endpoints.ts';
import { endpoints } from './endpoints.ts';

/** What the API needs to answer. */
export interface ApiContext extends WriteContext {
  accountKeys: AccountKeys;
  faults: Faults;
}

/** Offers Stripe's API under `/v1`. */
export function addApiRoutes(app: FastifyInstance, context: ApiContext): void {
  for (const endpoint of endpoints) {
    const method = 'read' in endpoint ? 'GET' : 'POST';
    app.route({ method, url: endpoint.path, handler: (request, reply) => handle(endpoint, context, request, reply) });
  }
  // Browsers ask before they post from another origin.
  app.options('/v1/*', (_request, reply) => reply.code(204).send());
}

async function handle(endpoint: Endpoint, context: ApiContext, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const [path = '', ...queries] = request.url.split('?');
  if (request.headers['content-type']?.includes('json')) {
    throw invalidRequest('Invalid request (check that your POST content type is application/x-www-form-urlencoded).');
  }
  const form = { ...parseForm(queries.join('?')), ...((request.body ?? {}) as FormFields) };
  const requestId = newId('req');
  setHeaders(request, reply, requestId);

  const caller = authenticate(request, form, context.accountKeys);
  if (caller === 'publishable' && !endpoint.browser) throw requireSecretKey();
  const fault = context.faults.take(request.method, path);
  if (fault?.kind === 'lose-request') return cut(request, reply);

  const answer = await answerOf(endpoint, context, request, { caller, path, form, requestId, fault });
  if (fault?.kind === 'lose-reply') return cut(request, reply);
  if (fault?.kind === 'delay-reply') await sleep(fault.delayMs, undefined, { ref: false });
  if (answer.originalRequestId) reply.headers({ 'idempotent-replayed': 'true', 'original-request': answer.originalRequestId });
  return reply.code(answer.status).send(answer.body);
}

interface Arrived {
  caller: Caller;
  path: string;
  form: FormFields;
  requestId: string;
  fault: Fault | undefined;
}

async function answerOf(endpoint: Endpoint, context: ApiContext, request: FastifyRequest, arrived: Arrived): Promise<Answer> {
  const { books } = context;
  const { caller, form, fault } = arrived;
  const { id = '' } = request.params as { id?: string };
  if ('write' in endpoint) {
    const idempotencyKey = firstOf(request.headers['idempotency-key']);
    const origin = { idempotencyKey, method: request.method, id, baseUrl: `http://${request.host}` };
    return answerWrite({ ...arrived, ...origin }, endpoint.did, endpoint.write, context);
  }
  if (fault?.kind === 'answer-error') throw orderedError(fault);
  const body = await endpoint.read({ caller, id, parameters: new Parameters(form), state: books.state, books });
  // Nobody may be told of a change that a crash could still undo.
  await books.settled();
  return { status: 200, body };
}

/** Turns what was thrown into Stripe's error object. */
export function answerError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ApiError) {
    if (error.status === 401) reply.header('www-authenticate', 'Basic realm="Stripe"');
    return reply.code(error.status).send(error.body);
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const message = error instanceof Error ? error.message : String(error);
  const type = status < 500 ? 'invalid_request_error' : 'api_error';
  return reply.code(status).send({ error: { type, message } });
}

/** 404 for what is no endpoint. */
export function answerUnknownUrl(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message = `Unrecognized request URL (${request.method}: ${request.url.split('?')[0]}).`;
  return reply.code(404).send({ error: { type: 'invalid_request_error', message } });
}

function setHeaders(request: FastifyRequest, reply: FastifyReply, requestId: string): void {
  const idempotencyKey = firstOf(request.headers['idempotency-key']);
  reply.headers({
    'request-id': requestId,
    'stripe-version': firstOf(request.headers['stripe-version']) ?? API_VERSION,
    'cache-control': 'no-cache, no-store',
    ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
  });
}

function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function firstOf(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}
