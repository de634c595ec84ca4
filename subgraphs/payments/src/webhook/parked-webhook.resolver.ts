import { Arg, Args, Ctx, connectionOf, FieldResolver, ID, isEntityId, Mutation, PageArgs, Query, Resolver, Root } from '@stoa/kit/graphql';
import { policy } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import { Payment, PaymentProviderEnum } from '../payment/payment.entity.ts';
import { paymentPolicy } from '../payment/payment.policy.ts';
import { paymentReference } from '../payment/payment.reference.ts';
import type { ProviderName } from '../provider/provider-of.ts';
import { discardParkedWebhook, retryParkedWebhook } from './judge-parked-webhook.ts';
import { listParkedWebhooks } from './list-parked-webhooks.ts';
import { ParkedWebhookStatus, ProviderEvent, type ProviderEventState } from './provider-event.entity.ts';

export const parkedWebhookPolicy = policy('ParkedWebhook', {
  operations: {
    'Query.parkedWebhooks': 'payments:read',
    'Mutation.retryParkedWebhook': 'payments:write',
    'Mutation.discardParkedWebhook': 'payments:write',
  },
  fields: {
    // The resolver leaves out what the viewer may not read.
    'ParkedWebhook.payment': 'everyone',
    'ParkedWebhook.providerPaymentId': 'everyone',
  },
});

const ParkedWebhookConnection = connectionOf(ProviderEvent, 'ParkedWebhook');

@Resolver(() => ProviderEvent)
export class ParkedWebhookResolver {
  /** What providers told and fits nothing of ours, the last first; or what was done with such, by its status. */
  @Query(() => ParkedWebhookConnection)
  parkedWebhooks(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => ParkedWebhookStatus, { defaultValue: 'PARKED' }) status: ProviderEventState,
    @Arg('provider', () => PaymentProviderEnum, { nullable: true }) provider?: ProviderName,
  ) {
    return listParkedWebhooks(context, { status, provider }, page);
  }

  /** Has it looked at again now; what fits is HANDLED, and the note of what does not says why. */
  @Mutation(() => ProviderEvent)
  retryParkedWebhook(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(retryParkedWebhook, { id });
  }

  /** Gives it up for good. */
  @Mutation(() => ProviderEvent)
  discardParkedWebhook(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(discardParkedWebhook, { id });
  }

  /** The payment that it names, where that is one of ours. */
  @FieldResolver(() => Payment, { nullable: true })
  async payment(@Ctx() context: DomainContext, @Root() { said }: ProviderEvent) {
    if (!said || !('paymentId' in said) || !isEntityId(said.paymentId)) return null;
    const payment = await context.load(paymentReference.loader, said.paymentId);
    return payment && paymentPolicy.read(context.viewer, payment) ? payment : null;
  }

  /** As the provider's own pages call it. */
  @FieldResolver(() => String, { nullable: true })
  providerPaymentId(@Root() { said }: ProviderEvent): string | null {
    return said && 'providerPaymentId' in said ? said.providerPaymentId : null;
  }
}
