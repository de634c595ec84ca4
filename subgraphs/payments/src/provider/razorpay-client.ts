import { crashPoint } from '@stoa/kit/crash';
import { z } from 'zod';
import { ProviderRefusal } from './payment-provider.ts';

const TIMEOUT_MS = 8_000;
const PAGE = 100;

export interface RazorpayAccess {
  readonly base: string;
  readonly keyId: string;
  readonly keySecret: string;
}

interface Question {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const refusalShape = z.object({
  error: z.looseObject({ code: z.string(), description: z.string(), reason: z.string().nullish() }),
});

/**
 * What will do later: two who give back some of one payment at the same time, a refund that is there already, which the next question
 * finds, and a balance that the next payments fill. Razorpay has one code for all that it refuses, so these are known by their words.
 */
const PASSING = /operation is in progress|duplicate receipt|not have enough balance/i;

/** Razorpay's HTTP protocol, as much of it as is spoken here. */
export class RazorpayClient {
  readonly #base: string;
  readonly #authorization: string;

  constructor({ base, keyId, keySecret }: RazorpayAccess) {
    this.#base = base.replace(/\/$/, '');
    this.#authorization = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;
  }

  get<S extends z.ZodType>(shape: S, path: string, query: Question['query'] = {}): Promise<z.output<S>> {
    return this.#ask(shape, 'GET', path, { query });
  }

  post<S extends z.ZodType>(shape: S, path: string, body: object, headers: Question['headers'] = {}): Promise<z.output<S>> {
    return this.#ask(shape, 'POST', path, { body, headers });
  }

  /** A whole list, page by page. What is new meanwhile may push some onto the next page, and they come twice. */
  async *list<S extends z.ZodType>(shape: S, path: string, query: Question['query'] = {}): AsyncGenerator<z.output<S>> {
    for (let skip = 0; ; skip += PAGE) {
      const { items } = await this.get(z.object({ items: z.array(shape) }), path, { ...query, count: PAGE, skip });
      yield* items;
      if (items.length < PAGE) return;
    }
  }

  /** Tells a no from no answer: only the first is final. */
  async #ask<S extends z.ZodType>(shape: S, method: string, path: string, { query = {}, body, headers }: Question): Promise<z.output<S>> {
    const parameters = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]));
    const response = await fetch(`${this.#base}/v1${path}${parameters.size > 0 ? `?${parameters}` : ''}`, {
      method,
      headers: { authorization: this.#authorization, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer: unknown = await response.json();
    if (response.ok) return shape.parse(answer);
    const refusal = refusalShape.safeParse(answer);
    if (response.status === 400 && refusal.success && !PASSING.test(refusal.data.error.description)) {
      const { code, description, reason } = refusal.data.error;
      throw new ProviderRefusal(reason && reason !== 'NA' ? reason : code, description);
    }
    const words = refusal.success ? `: ${refusal.data.error.description}` : '';
    throw new Error(`Razorpay answered ${response.status} to ${method} ${path}${words}`);
  }
}

/** Asks Razorpay, between two points at which a test may have us die. */
export async function askingRazorpay<T>(name: string, question: () => Promise<T>): Promise<T> {
  crashPoint(`calling:razorpay.${name}`);
  const answer = await question();
  crashPoint(`called:razorpay.${name}`);
  return answer;
}
