import { answerRead } from '@stoa/kit/commands';
import type { Transaction } from '@stoa/kit/use-case';
import { readSellerStanding } from '@stoa/schema/commands/identity';
import { SellerStatusChanged } from '@stoa/schema/events/identity';
import type { User } from '../user/user.entity.ts';
import type { Seller } from './seller.entity.ts';

/** Whether a seller's goods may be bought and their payouts sent: administrators let them, and the account can be used. */
const isSelling = ({ status }: Pick<Seller, 'status'>, { suspendedAt }: Pick<User, 'suspendedAt'>): boolean =>
  status === 'APPROVED' && suspendedAt === null;

/** Tells others how a seller stands now. Both rows are locked, the seller's first. */
export function tellStanding(tx: Pick<Transaction, 'emit'>, seller: Seller, user: User): void {
  seller.standingVersion += 1;
  const { id: sellerId, status } = seller;
  const facts = { sellerId, userId: user.id, status, selling: isSelling(seller, user) };
  tx.emit(SellerStatusChanged, { id: sellerId, version: seller.standingVersion }, facts);
}

/** For who has not heard of a seller yet. Nobody who is unknown here sells. */
export const answerReadSellerStanding = answerRead(readSellerStanding, async ({ sql }, { sellerId }) => {
  const [standing] = await sql.query<{ selling: boolean; version: number }>(
    `select seller.status = 'APPROVED' and users.suspended_at is null as selling, seller.standing_version as version
     from seller join users on users.id = seller.user_id where seller.id = $1`,
    [sellerId],
  );
  return standing ?? { selling: false, version: 0 };
});
