import type { Transaction } from '@stoa/kit/use-case';
import { Dispute } from '../dispute/dispute.entity.ts';
import { TAKEN } from '../dispute/dispute.machine.ts';
import type { SellerShare } from '../payment/payment.entity.ts';
import { Refund, type RefundedLine } from './refund.entity.ts';

export interface GoingBack {
  readonly id: string;
  readonly lines: readonly RefundedLine[];
  readonly split: readonly SellerShare[];
}

/** What of a locked payment has gone back, or may be about to: by refunds, and by its buyer's bank. `but` is left out. */
export async function goingBack({ em }: Transaction, paymentId: string, but: string | null = null): Promise<GoingBack[]> {
  const refunds = await em.find(Refund, { paymentId, status: { $in: ['PENDING', 'SUCCEEDED'] } });
  const disputes = await em.find(Dispute, { paymentId, status: { $in: [...TAKEN] } });
  // One that is being decided in this very transaction is still what it was in the table.
  const taken = disputes.filter(({ status }) => TAKEN.includes(status));
  return [...refunds, ...taken].filter(({ id }) => id !== but);
}

/** What has gone back for good. */
export async function goneBack({ em }: Transaction, paymentId: string): Promise<GoingBack[]> {
  const refunds = await em.find(Refund, { paymentId, status: 'SUCCEEDED' });
  const disputes = await em.find(Dispute, { paymentId, status: 'LOST' });
  return [...refunds, ...disputes];
}

export const minorOf = (parts: readonly Pick<GoingBack, 'lines'>[]): number =>
  parts.flatMap(({ lines }) => lines).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
