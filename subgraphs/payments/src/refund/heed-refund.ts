import { isEntityId } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import type { NoticedRefund } from '../provider/payment-provider.ts';
import { Refund } from './refund.entity.ts';
import { sendRefund } from './send-refund.ts';

/** Takes news of a refund, which may be old: the provider is asked what holds now. False where it is none of ours. */
export async function heedRefund(context: DomainContext, { refundId }: NoticedRefund): Promise<boolean> {
  const refund = isEntityId(refundId) ? await context.read.findOne(Refund, { id: refundId }) : null;
  if (!refund) return false;
  if (refund.status === 'PENDING') await sendRefund(context, refund.id);
  return true;
}
