import { randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Faults } from '../http/faults.ts';
import type { Courier } from '../webhook/courier.ts';
import { ApiError, invalid, missing } from './api-error.ts';
import type { MuxBooks } from './mux-books.ts';
import type { Processing } from './processing.ts';
import type { Asset } from './records.ts';
import { renderAsset } from './render.ts';

/** What the API needs to answer. */
export interface ApiContext {
  readonly books: MuxBooks;
  readonly courier: Courier;
  readonly faults: Faults;
  readonly processing: Processing;
  readonly tokenId: string;
  readonly tokenSecret: string;
}

type Endpoint = (context: ApiContext, request: FastifyRequest) => Promise<object | null>;

/** Offers what the sandbox has of Mux's API, under `/video/v1`. */
export function addApiRoutes(app: FastifyInstance, context: ApiContext): void {
  const offer = (method: 'GET' | 'POST' | 'DELETE', url: string, endpoint: Endpoint): void => {
    app.route({ method, url, exposeHeadRoute: false, handler: (request, reply) => handle(endpoint, context, request, reply) });
  };
  offer('POST', '/video/v1/assets', createAsset);
  offer('GET', '/video/v1/assets', listAssets);
  offer('GET', '/video/v1/assets/:id', async (_context, request) => render(context, assetOf(context, request)));
  offer('DELETE', '/video/v1/assets/:id', deleteAsset);
}

async function handle(endpoint: Endpoint, context: ApiContext, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (!isAuthorized(request.headers.authorization, context)) throw new ApiError(401, 'unauthorized', 'Unauthorized request');
  const [path = ''] = request.url.split('?');
  const fault = context.faults.take(request.method, path);
  if (fault?.kind === 'lose-request') return cut(request, reply);
  if (fault?.kind === 'answer-error') throw new ApiError(fault.status, 'internal_error', 'As it was told to.');
  const data = await endpoint(context, request);
  await context.books.settled();
  if (fault?.kind === 'lose-reply') return cut(request, reply);
  if (fault?.kind === 'delay-reply') await sleep(fault.delayMs, undefined, { ref: false });
  return data === null ? reply.code(204).send() : reply.code(request.method === 'POST' ? 201 : 200).send({ data });
}

function isAuthorized(header: string | undefined, { tokenId, tokenSecret }: ApiContext): boolean {
  const wanted = Buffer.from(`Basic ${Buffer.from(`${tokenId}:${tokenSecret}`).toString('base64')}`);
  const given = Buffer.from(header ?? '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const render = ({ processing }: ApiContext, asset: Asset): object => renderAsset(asset, processing.percentOf(asset.id));

function assetOf({ books }: ApiContext, { params }: FastifyRequest): Asset {
  const asset = books.asset((params as { id: string }).id);
  if (!asset) throw missing();
  return asset;
}

const TAKEN = ['inputs', 'playback_policies', 'passthrough', 'video_quality', 'meta'];

async function createAsset(context: ApiContext, { body }: FastifyRequest): Promise<object> {
  const { books, courier, processing } = context;
  const fields = (body ?? {}) as Record<string, unknown>;
  const unknown = Object.keys(fields).find((name) => !TAKEN.includes(name));
  if (unknown) throw invalid(`The sandbox knows no ${unknown}`);
  const { inputs, playback_policies: policies, passthrough = null } = fields;
  const input = Array.isArray(inputs) && inputs.length === 1 ? (inputs[0] as { url?: unknown }).url : undefined;
  if (typeof input !== 'string' || !URL.canParse(input)) throw invalid('inputs needs to be one object with the url of a file');
  if (!Array.isArray(policies) || policies.join() !== 'signed') throw invalid('The sandbox knows the playback policy signed alone');
  if (passthrough !== null && (typeof passthrough !== 'string' || passthrough.length > 255))
    throw invalid('passthrough is a text of at most 255');
  const asset: Asset = {
    id: newId(),
    createdAt: Math.floor(books.nowMs / 1_000),
    input,
    passthrough,
    playbackId: newId(),
    status: 'preparing',
    duration: null,
    errors: null,
  };
  await books.keep(asset, 'created', courier);
  processing.begin(asset);
  return render(context, asset);
}

async function listAssets(context: ApiContext, { query }: FastifyRequest): Promise<object> {
  const { page = '1', limit = '10' } = query as { page?: string; limit?: string };
  const newestFirst = context.books.assets().toReversed();
  const from = (Number(page) - 1) * Number(limit);
  return newestFirst.slice(from, from + Number(limit)).map((asset) => render(context, asset));
}

async function deleteAsset(context: ApiContext, request: FastifyRequest): Promise<null> {
  const asset = assetOf(context, request);
  await context.books.remove(asset, context.courier);
  await context.processing.forget(asset.id);
  return null;
}

const newId = (): string => randomBytes(24).toString('base64url').replaceAll(/[-_]/g, '0');

function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}
