import type { Draft } from './draft.ts';
import type { Parameters } from './parameters.ts';
import type { StripeBooks } from './stripe-books.ts';
import type { StripeState } from './stripe-state.ts';

/** Whose key came with the request. */
export type Caller = 'secret' | 'publishable';

/** A request that only reads. */
export interface ReadCall {
  caller: Caller;
  /** The id in the path, or an empty string where there is none. */
  id: string;
  parameters: Parameters;
  state: StripeState;
  books: StripeBooks;
}

/** A request that changes something. */
export interface WriteCall {
  caller: Caller;
  id: string;
  parameters: Parameters;
  state: StripeState;
  draft: Draft;
  /** The sandbox's own address, as the client reached it. */
  baseUrl: string;
}

/**
 * What an endpoint does. A write is one synchronous step, so that no other request comes between what it reads and what
 * it changes; it answers with the body, or throws an `ApiError`.
 */
export type Read = (call: ReadCall) => object | Promise<object>;
export type Write = (call: WriteCall) => object;
