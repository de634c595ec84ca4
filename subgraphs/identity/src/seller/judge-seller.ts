import { notFound } from '@stoa/kit/errors';
import { entityId, text } from '@stoa/kit/graphql';
import { fire } from '@stoa/kit/machine';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { User } from '../user/user.entity.ts';
import { Seller } from './seller.entity.ts';
import { type SellerTrigger, sellerMachine } from './seller.machine.ts';
import { tellStanding } from './seller-standing.ts';

const named = z.object({ id: entityId });
const withReason = z.object({ id: entityId, reason: text(500) });

/** Lets a seller sell who waited for it, or who was rejected before. */
export const approveSeller = deed('approveSeller', named, 'approve');

/** Lets a seller who waited for it not sell. They may apply again. */
export const rejectSeller = deed('rejectSeller', withReason, 'reject');

/** Takes a seller's goods off the shelves and holds their payouts; what was sold goes on to be delivered, by them too. */
export const suspendSeller = deed('suspendSeller', withReason, 'suspend');

/** Puts the goods of a suspended seller back. */
export const reinstateSeller = deed('reinstateSeller', named, 'reinstate');

/** A seller who was rejected asks again. */
export const applyToSell = useCase('identity.applyToSell', z.object({}), async (tx): Promise<Seller> => {
  if (!tx.viewer.sellerId) throw notFound('seller');
  return judge(tx, tx.viewer.sellerId, 'apply');
});

/** What staff do to a seller. Done again, it changes nothing. */
function deed(action: string, input: z.ZodType<{ id: string; reason?: string }>, trigger: SellerTrigger) {
  return useCase(`identity.${action}`, input, (tx, { id, reason = null }): Promise<Seller> => judge(tx, id, trigger, reason));
}

async function judge(tx: Transaction, id: string, trigger: SellerTrigger, reason: string | null = null): Promise<Seller> {
  const seller = await tx.lock(Seller, { id });
  if (!seller) throw notFound('seller');
  const { moved } = fire(sellerMachine, seller, trigger);
  if (!moved) return seller;
  seller.statusReason = reason;
  tellStanding(tx, seller, (await tx.lock(User, { id: seller.userId }))!);
  return seller;
}
