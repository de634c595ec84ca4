import { createHash } from 'node:crypto';
import { ApiError, invalidRequest } from '../api-error.ts';
import type { Caller } from '../call.ts';
import type { FormFields } from '../form.ts';
import type { ReplyEntry, StripeState } from '../stripe-state.ts';

const KEPT_MS = 24 * 60 * 60 * 1000;

/** A request as its idempotency key remembers it. */
export interface KeyedRequest {
  key: string;
  method: string;
  path: string;
  fingerprint: string;
}

/** Describes a request that came with an idempotency key. Browsers and servers do not share keys. */
export function keyedRequest(caller: Caller, key: string, method: string, path: string, form: FormFields): KeyedRequest {
  if (key.length > 255) throw invalidRequest('Idempotency keys can have up to 255 characters.');
  const fingerprint = createHash('sha256').update(canonical(form)).digest('hex');
  return { key: `${caller}:${key}`, method, path, fingerprint };
}

/** The keys whose first request is still under way, and the answers of those that are done. */
export class IdempotencyKeys {
  readonly #state: StripeState;
  readonly #inFlight = new Map<string, KeyedRequest>();

  constructor(state: StripeState) {
    this.#state = state;
  }

  /**
   * The earlier answer under this key, or nothing where the request is the first. Another request under the same key is
   * refused, and so is the same one while the first is still under way, as at Stripe (the SDK then tries again).
   */
  earlier(request: KeyedRequest, nowMs: number): ReplyEntry | undefined {
    const running = this.#inFlight.get(request.key);
    const reply = this.#state.replies.get(request.key);
    const first = running ?? (reply && nowMs - reply.atMs < KEPT_MS ? reply : undefined);
    if (first) refuseOtherUse(request, first);
    if (running) throw keyInUse(request.key);
    return first && reply;
  }

  begin(request: KeyedRequest): void {
    this.#inFlight.set(request.key, request);
  }

  end(request: KeyedRequest): void {
    this.#inFlight.delete(request.key);
  }
}

function refuseOtherUse(request: KeyedRequest, first: Omit<KeyedRequest, 'key'>): void {
  const key = bareKey(request.key);
  const advice = `Try using a key other than '${key}' if you meant to execute a different request.`;
  if (first.method !== request.method || first.path !== request.path) {
    const message =
      'Keys for idempotent requests can only be used for the same endpoint they were first used for ' +
      `('${request.path}' vs '${first.path}'). ${advice}`;
    throw new ApiError(400, { type: 'idempotency_error', message });
  }
  if (first.fingerprint !== request.fingerprint) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. ${advice}`;
    throw new ApiError(400, { type: 'idempotency_error', message });
  }
}

function keyInUse(key: string): ApiError {
  const message =
    'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, ' +
    `and the other request is still going through): ${bareKey(key)}. Please try again later.`;
  return new ApiError(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message });
}

function bareKey(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

/** The same text for the same parameters, in whatever order they came. */
function canonical(value: string | FormFields): string {
  if (typeof value === 'string') return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? '')}`).join(',')}}`;
}
