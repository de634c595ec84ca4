import { badInput, DomainError } from '@stoa/kit/errors';
import { entityId, Field, ID, InputType } from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import { countStrictly, type DomainContext, type StrictLimit, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { providerOf } from '../provider/provider-of.ts';
import { applyProviderState } from './apply-provider-state.ts';
import { Payment } from './payment.entity.ts';
import { paymentPolicy } from './payment.policy.ts';

@InputType()
export class VerifyPaymentInput {
  @Field(() => ID)
  paymentId!: string;

  @Field(() => String, { nullable: true })
  providerPaymentId?: string | null;

  @Field(() => String, { nullable: true })
  signature?: string | null;
}

const input = z.object({ paymentId: entityId, providerPaymentId: z.string().max(200).nullish(), signature: z.string().max(500).nullish() });

/** Each asks the provider, which bounds what we may ask of it. */
const BY_PAYMENT: StrictLimit = { name: 'verify by payment', max: 20, windowSeconds: 60 };

/**
 * Asks the provider what became of a payment, and brings ours to it. What the client says of it counts for nothing; but where it
 * hands over a signature, a wrong one is told, since then somebody else than the provider has spoken to the page.
 */
export const verifyPayment = workflow('payments.verifyPayment', input, async (context, claim): Promise<Payment> => {
  const { paymentId } = claim;
  const payment = permitted(context.viewer, await context.read.findOne(Payment, { id: paymentId }), paymentPolicy.verify, 'payment');
  refuseForged(context, payment, claim);
  if (payment.providerPaymentId) await countStrictly(context, BY_PAYMENT, paymentId);
  const verified = payment.providerPaymentId
    ? await applyProviderState(context, paymentId, await providerOf(context, payment.provider).retrieve(payment.providerPaymentId))
    : payment;
  if (verified.status !== 'FAILED') return verified;
  const { failureCode: providerCode, failureMessage: providerMessage } = verified;
  throw new DomainError('PAYMENT_FAILED', providerMessage ?? 'The payment failed', {
    paymentStatus: 'failed',
    providerCode,
    providerMessage,
  });
});

function refuseForged(context: DomainContext, { provider, providerPaymentId }: Payment, claim: z.output<typeof input>): void {
  const { providerPaymentId: attemptId, signature } = claim;
  if (!providerPaymentId || !signature) return;
  if (!providerOf(context, provider).isGenuine({ providerPaymentId, attemptId: attemptId ?? '', signature }))
    throw badInput("The signature is not the provider's", 'signature');
}
