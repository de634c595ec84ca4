import type { Fault } from '../../http/faults.ts';
import type { Courier } from '../../webhook/courier.ts';
import { ApiError } from '../api-error.ts';
import type { Caller, Write } from '../call.ts';
import type { FormFields } from '../form.ts';
import { Parameters } from '../parameters.ts';
import type { StripeBooks } from '../stripe-books.ts';
import type { IdempotencyKeys, KeyedRequest } from './idempotency.ts';
import { keyedRequest } from './idempotency.ts';

/** What goes back to the client. */
export interface Answer {
  status: number;
  body: object;
  /** The request that did the work, where this one only repeats its answer. */
  originalRequestId?: string;
}

/** A request to change something, as it arrived. */
export interface WriteRequest {
  caller: Caller;
  method: string;
  path: string;
  id: string;
  form: FormFields;
  requestId: string;
  idempotencyKey: string | null;
  baseUrl: string;
  /** An ordered misfortune that takes the place of the work. */
  fault: Fault | undefined;
}

/** What every write needs. */
export interface WriteContext {
  books: StripeBooks;
  courier: Courier;
  keys: IdempotencyKeys;
}

/** Does a write once per idempotency key, and answers only when it is on the disk. */
export async function answerWrite(request: WriteRequest, did: string, write: Write, context: WriteContext): Promise<Answer> {
  const { books, keys } = context;
  const { caller, idempotencyKey, method, path, form } = request;
  if (idempotencyKey === null) return doWrite(request, did, write, context, undefined);

  const keyed = keyedRequest(caller, idempotencyKey, method, path, form);
  const earlier = keys.earlier(keyed, books.nowMs);
  if (earlier) {
    const { status, body, requestId } = await books.reply(earlier);
    return { status, body, originalRequestId: requestId };
  }
  keys.begin(keyed);
  try {
    return await doWrite(request, did, write, context, keyed);
  } finally {
    keys.end(keyed);
  }
}

async function doWrite(
  request: WriteRequest,
  did: string,
  write: Write,
  { books, courier }: WriteContext,
  keyed: KeyedRequest | undefined,
): Promise<Answer> {
  const { caller, id, form, requestId, idempotencyKey, baseUrl } = request;
  const draft = books.draft({ requestId, idempotencyKey, endpoints: courier.endpoints });
  const run = (): object => {
    if (request.fault?.kind === 'answer-error') throw orderedError(request.fault);
    return write({ caller, id, parameters: new Parameters(form), state: books.state, draft, baseUrl });
  };
  const answer = outcomeOf(run);
  if (answer.begun) {
    const { status, body } = answer;
    await books.commit(draft.finish(did, keyed && { ...keyed, requestId, status, body }), courier);
  }
  return { status: answer.status, body: answer.body };
}

/** Runs the write; `begun` says whether there is anything to keep, be it a success or the memory of a refusal. */
function outcomeOf(run: () => object): { status: number; body: object; begun: boolean } {
  try {
    return { status: 200, body: run(), begun: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: error.body, begun: error.remembered };
  }
}

/** The error of a fault that a test ordered. */
export function orderedError({ status, remember }: Pick<Fault, 'status' | 'remember'>): ApiError {
  const type = status >= 500 ? 'api_error' : 'invalid_request_error';
  return new ApiError(status, { type, message: 'The sandbox was told to answer so.' }, { remembered: remember });
}
