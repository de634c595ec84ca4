import { badInput } from '@stoa/kit/errors';
import type { DomainContext } from '@stoa/kit/use-case';
import type { PaymentProvider } from './payment-provider.ts';
import { razorpayProvider } from './razorpay-provider.ts';
import { stripeProvider } from './stripe-provider.ts';

/** Who takes buyers' money. */
export type ProviderName = 'STRIPE' | 'RAZORPAY';

const PROVIDERS = { STRIPE: stripeProvider, RAZORPAY: razorpayProvider } as const;

/** Those who may be paid by here. */
export const offeredProviders = (context: Pick<DomainContext, 'use'>): ProviderName[] =>
  (Object.keys(PROVIDERS) as ProviderName[]).filter((name) => context.use(PROVIDERS[name]));

/** The client of a provider by its name. */
export function providerOf(context: Pick<DomainContext, 'use'>, name: ProviderName): PaymentProvider {
  const provider = context.use(PROVIDERS[name]);
  if (!provider) throw badInput(`${name} is not offered here`, 'provider');
  return provider;
}
