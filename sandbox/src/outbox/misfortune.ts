import type { RouteShorthandOptions } from 'fastify';
import { Refusals, readHowOften } from './refusals.ts';

/** What may befall a request to a provider. */
export interface Misfortune {
  /** `refuse`: nothing is done, the answer is an error. `lose-reply`: it is done, and the connection cut. `hang`: nothing is ever answered. */
  readonly how: 'refuse' | 'lose-reply' | 'hang';
  readonly status: number;
  /** The provider's own code for it. */
  readonly code?: string | number;
  /** Seconds that the provider asks to wait. */
  readonly retryAfter?: number;
}

const WAYS: readonly unknown[] = ['refuse', 'lose-reply', 'hang'];

/** The misfortunes of one provider, and how it words them. */
export class Misfortunes {
  readonly #refusals = new Refusals<Misfortune>();

  constructor(private readonly word: (misfortune: Misfortune) => object) {}

  /** Orders a misfortune, or says in a sentence why it makes no sense. */
  order(order: Record<string, unknown>): string | null {
    const { how = 'refuse', status = 503, code, retryAfter } = order;
    const often = readHowOften(order);
    if (typeof often === 'string') return often;
    if (!WAYS.includes(how)) return `'how' is one of ${WAYS.join(', ')}.`;
    if (!Number.isInteger(status) || (status as number) < 400 || (status as number) > 599) return "'status' is between 400 and 599.";
    this.#refusals.order({ ...often, answer: { how, status, code, retryAfter } as Misfortune });
    return null;
  }

  clear(): void {
    this.#refusals.clear();
  }

  /** What a route needs for them to befall it. */
  get onRoute(): RouteShorthandOptions {
    return {
      preHandler: async (_request, reply) => {
        const misfortune = this.#refusals.take();
        if (!misfortune) return;
        const { how, status, retryAfter } = misfortune;
        // The socket stays open until whoever asked gives up, or the sandbox is closed.
        if (how === 'hang') return reply.hijack();
        if (how === 'lose-reply') {
          reply.header('x-sandbox-lost', 'reply');
          return;
        }
        if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
        return reply.code(status).send(this.word(misfortune));
      },
      onSend: async (request, reply, payload) => {
        if (reply.hasHeader('x-sandbox-lost')) request.raw.socket.destroy();
        return payload;
      },
    };
  }
}
