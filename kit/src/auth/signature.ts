import { createHash, createHmac, hkdfSync, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Viewer } from './viewer.ts';

/** A signature is good for this long, either side of the receiver's clock. */
export const SIGNATURE_LIFETIME_MS = 30_000;

/** What is signed: all that decides what a request means. Changing any part makes the signature false. */
export interface SignedRequest {
  readonly caller: string;
  readonly callee: string;
  readonly method: string;
  /** Path with query string, as it stands on the request line. */
  readonly path: string;
  readonly body: string | Uint8Array;
  readonly viewer: Viewer;
  /** Unix milliseconds after which the caller no longer waits; empty when it always does. */
  readonly deadlineAtMs?: number;
}

export interface VerifiedRequest {
  readonly caller: string;
  readonly viewer: Viewer;
  readonly nonce: string;
  readonly deadlineAtMs: number | undefined;
}

export type SignatureHeaders = Record<string, string>;

/** One live version of the key that a caller and a callee share. */
export interface PairKey {
  /** Public name of the key, `<version>.<caller>.<callee>`; it travels as `x-service-api-key` and is no secret. */
  readonly id: string;
  readonly secret: Uint8Array;
}

/** Derives the key of one pair and direction, so that a service which holds only its own keys can pose as nobody else. */
export function derivePairKey(root: string, version: string, caller: string, callee: string): PairKey {
  const secret = new Uint8Array(hkdfSync('sha256', root, `stoa/${version}`, `${caller}→${callee}`, 32));
  return { id: `${version}.${caller}.${callee}`, secret };
}

function canonical(headers: SignatureHeaders, method: string, path: string, callee: string, body: string | Uint8Array): string {
  const bodyHash = createHash('sha256').update(body).digest('hex');
  return [
    headers['x-service-id'],
    callee,
    method.toUpperCase(),
    path,
    headers['x-timestamp'],
    headers['x-deadline'] ?? '',
    headers['x-nonce'],
    bodyHash,
    headers['x-viewer'],
  ].join('\n');
}

/** The headers that prove a request to its callee. */
export function signRequest(key: PairKey, request: SignedRequest, nowMs: number = Date.now()): SignatureHeaders {
  const headers: SignatureHeaders = {
    'x-service-id': request.caller,
    'x-service-api-key': key.id,
    'x-timestamp': String(nowMs),
    'x-nonce': randomUUID(),
    'x-viewer': Buffer.from(JSON.stringify(request.viewer)).toString('base64url'),
  };
  if (request.deadlineAtMs !== undefined) headers['x-deadline'] = String(request.deadlineAtMs);
  const text = canonical(headers, request.method, request.path, request.callee, request.body);
  headers['x-signature'] = createHmac('sha256', key.secret).update(text).digest('base64url');
  return headers;
}

export class SignatureRefused extends Error {
  constructor(readonly reason: 'missing' | 'unknown-key' | 'expired' | 'altered' | 'replayed') {
    super(`service signature refused: ${reason}`);
  }
}

export interface IncomingRequest {
  readonly callee: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array;
  readonly headers: Record<string, string | string[] | undefined>;
}

/** Checks everything but replay, which needs a memory: see NonceMemory, and the `used_nonce` table for what changes state. */
export function verifyRequest(
  keyById: (id: string) => PairKey | undefined,
  incoming: IncomingRequest,
  nowMs: number = Date.now(),
): VerifiedRequest {
  const headers = onlySingleValues(incoming.headers);
  const { 'x-service-id': caller, 'x-service-api-key': keyId, 'x-timestamp': timestamp, 'x-nonce': nonce } = headers;
  const { 'x-viewer': viewer, 'x-signature': signature } = headers;
  if (!caller || !keyId || !timestamp || !nonce || !viewer || !signature) throw new SignatureRefused('missing');
  const key = keyById(keyId);
  if (!key || !keyId.endsWith(`.${caller}.${incoming.callee}`)) throw new SignatureRefused('unknown-key');
  const text = canonical(headers, incoming.method, incoming.path, incoming.callee, incoming.body);
  const expected = createHmac('sha256', key.secret).update(text).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new SignatureRefused('altered');
  if (!(Math.abs(nowMs - Number(timestamp)) <= SIGNATURE_LIFETIME_MS)) throw new SignatureRefused('expired');
  return {
    caller,
    nonce,
    viewer: JSON.parse(Buffer.from(viewer, 'base64url').toString('utf8')) as Viewer,
    deadlineAtMs: headers['x-deadline'] ? Number(headers['x-deadline']) : undefined,
  };
}

function onlySingleValues(headers: IncomingRequest['headers']): SignatureHeaders {
  const single: SignatureHeaders = {};
  for (const [name, value] of Object.entries(headers)) if (typeof value === 'string') single[name.toLowerCase()] = value;
  return single;
}
