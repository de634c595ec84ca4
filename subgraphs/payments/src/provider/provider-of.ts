import { badInput } from '@stoa/kit/errors';
import type { DomainContext } from '@stoa/kit/use-case';
import type { PaymentProvider } from './payment-provider.ts';
import { stripeProvider } from './stripe-provider.ts';

/** The client of a provider by its name. */
export function providerOf(context: Pick<DomainContext, 'use'>, name: 'STRIPE' | 'RAZORPAY'): PaymentProvider {
  if (name === 'STRIPE') return context.use(stripeProvider);
  throw badInput(`${name} is not offered yet`, 'provider');
}
