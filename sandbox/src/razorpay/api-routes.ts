import { timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Faults } from '../http/faults.ts';
import type { Courier } from '../webhook/courier.ts';
import { ApiError, badRequest, missing } from './api-error.ts';
import { collection } from './collection.ts';
import type { Fields } from './fields.ts';
import { amountOf, notesOf, refuseOthers, textOf } from './fields.ts';
import { newId } from './ids.ts';
import type { RazorpayBooks } from './razorpay-books.ts';
import type { Order } from './records.ts';
import { refundPayment } from './refund-payment.ts';
import { renderDispute, renderOrder, renderPayment, renderRefund } from './render.ts';

/** What the API needs to answer. */
export interface ApiContext {
  books: RazorpayBooks;
  courier: Courier;
  faults: Faults;
  keyId: string;
  keySecret: string;
  /** How refunds fare: at once, or when a test says so. */
  refunds: { processed: boolean };
}

interface Call {
  id: string;
  query: Fields;
  body: Fields;
  refundKey: string | null;
}

type Endpoint = readonly [method: 'GET' | 'POST', path: string, answer: (context: ApiContext, call: Call) => object | Promise<object>];

const found = <Item>(item: Item | undefined): Item => {
  if (item === undefined) throw missing();
  return item;
};

const ENDPOINTS: readonly Endpoint[] = [
  ['POST', '/v1/orders', createOrder],
  ['GET', '/v1/orders', ({ books }, { query }) => collection(ordersBy(books, query.receipt), query, renderOrder)],
  ['GET', '/v1/orders/:id', ({ books }, { id }) => renderOrder(found(books.state.orders.get(id)))],
  [
    'GET',
    '/v1/orders/:id/payments',
    ({ books }, { id }) => collection(books.state.paymentsOf(found(books.state.orders.get(id)).id), { count: '100' }, renderPayment),
  ],
  ['GET', '/v1/payments', ({ books }, { query }) => collection(books.state.payments.all(), query, renderPayment)],
  ['GET', '/v1/payments/:id', ({ books }, { id }) => renderPayment(found(books.state.payments.get(id)))],
  [
    'GET',
    '/v1/payments/:id/refunds',
    ({ books }, { id, query }) => collection(books.state.refundsOf(found(books.state.payments.get(id)).id), query, renderRefund),
  ],
  ['POST', '/v1/payments/:id/refund', createRefund],
  ['GET', '/v1/refunds', ({ books }, { query }) => collection(books.state.refunds.all(), query, renderRefund)],
  ['GET', '/v1/disputes', ({ books }, { query }) => collection(books.state.disputes.all(), query, renderDispute)],
  ['GET', '/v1/disputes/:id', ({ books }, { id }) => renderDispute(found(books.state.disputes.get(id)))],
  ['GET', '/v1/refunds/:id', ({ books }, { id }) => renderRefund(found(books.state.refunds.get(id)))],
];

/** Offers Razorpay's API under `/v1`. */
export function addApiRoutes(app: FastifyInstance, context: ApiContext): void {
  for (const [method, url, answer] of ENDPOINTS)
    app.route({ method, url, handler: (request, reply) => handle(answer, context, request, reply) });
}

async function handle(answer: Endpoint[2], context: ApiContext, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const [path = ''] = request.url.split('?');
  if (!isAuthorized(request.headers.authorization, context)) throw new ApiError(401, { description: 'Authentication failed' });
  const fault = context.faults.take(request.method, path);
  if (fault?.kind === 'lose-request') return cut(request, reply);
  if (fault?.kind === 'answer-error')
    throw new ApiError(fault.status, {
      code: fault.status < 500 ? 'BAD_REQUEST_ERROR' : 'SERVER_ERROR',
      description: 'As it was told to.',
    });
  const { id = '' } = request.params as { id?: string };
  const header = request.headers['x-refund-idempotency'];
  const refundKey = typeof header === 'string' ? header : null;
  const body = (request.body ?? {}) as Fields;
  const answered = await answer(context, { id, query: request.query as Fields, body, refundKey });
  await context.books.settled();
  if (fault?.kind === 'lose-reply') return cut(request, reply);
  if (fault?.kind === 'delay-reply') await sleep(fault.delayMs, undefined, { ref: false });
  return reply.send(answered);
}

function isAuthorized(header: string | undefined, { keyId, keySecret }: ApiContext): boolean {
  const wanted = Buffer.from(`Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`);
  const given = Buffer.from(header ?? '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function ordersBy({ state }: RazorpayBooks, receipt: unknown): readonly Order[] {
  return receipt === undefined ? state.orders.all() : state.orders.all().filter((order) => order.receipt === receipt);
}

function createOrder({ books, courier }: ApiContext, { body }: Call): Promise<object> {
  refuseOthers(body, 'amount', 'currency', 'receipt', 'notes', 'payment', 'partial_payment');
  const { currency, payment } = body;
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) throw badRequest('Currency is not supported', 'currency');
  // Capturing by hand is not offered; asking for what happens anyway is fine.
  if (payment !== undefined && (payment as { capture?: unknown }).capture !== 'automatic')
    throw badRequest('The sandbox captures automatically', 'payment');
  const facts = { amount: amountOf(body), currency, receipt: textOf(body, 'receipt', 40), notes: notesOf(body) };
  return books.write('order.create', courier, (draft) =>
    renderOrder(draft.putOrder({ id: newId('order'), ...facts, status: 'created', attempts: 0, createdAt: draft.now })),
  );
}

function createRefund({ books, courier, refunds }: ApiContext, { id, body, refundKey }: Call): Promise<object> {
  return books.write('payment.refund', courier, (draft) => renderRefund(refundPayment(draft, id, body, refundKey, refunds.processed)));
}

function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}
