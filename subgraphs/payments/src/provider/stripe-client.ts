import { crashPoint } from '@stoa/kit/crash';
import type { Environment } from '@stoa/kit/subgraph';
import Stripe from 'stripe';
import { ProviderRefusal } from './payment-provider.ts';
import { paymentSettings } from './payment-settings.ts';

const TIMEOUT_MS = 8_000;

/** Stripe's official client. Another host in the settings makes it talk to the sandbox, and nothing else changes. */
export function newStripe(environment: Environment): Stripe {
  const { STRIPE_SECRET_KEY, STRIPE_API_BASE } = paymentSettings.make(environment);
  return new Stripe(STRIPE_SECRET_KEY, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 2,
    telemetry: false,
    ...(STRIPE_API_BASE && addressOf(STRIPE_API_BASE)),
  });
}

function addressOf(base: string): { protocol: 'http' | 'https'; host: string; port: string } {
  const { protocol, hostname, port } = new URL(base);
  const scheme = protocol === 'http:' ? 'http' : 'https';
  return { protocol: scheme, host: hostname, port: port || (scheme === 'http' ? '80' : '443') };
}

/** Asks Stripe, between two points at which a test may have us die. */
export async function asking<T>(name: string, question: () => Promise<T>): Promise<T> {
  crashPoint(`calling:stripe.${name}`);
  const answer = await answerTo(question);
  crashPoint(`called:stripe.${name}`);
  return answer;
}

/** Tells a no from no answer: only the first is final. */
async function answerTo<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    const { errors } = Stripe;
    if (error instanceof errors.StripeInvalidRequestError || error instanceof errors.StripeCardError)
      throw new ProviderRefusal(error.code ?? error.type, error.message);
    throw error;
  }
}

/** All that Stripe lists of a time, page by page. */
export async function* stripeList<Item, Said>(
  list: (window: { created: { gte: number; lte: number }; limit: number }) => AsyncIterable<Item>,
  from: Date,
  to: Date,
  say: (item: Item) => Said,
): AsyncGenerator<Said> {
  const created = { gte: Math.floor(from.getTime() / 1_000), lte: Math.ceil(to.getTime() / 1_000) };
  for await (const item of list({ created, limit: 100 })) yield say(item);
}
