import { extendedStubOf, extension, loader, reference } from '@stoa/kit/graphql';
import { LedgerAccount } from './account.entity.ts';
import { accountPolicy } from './account.policy.ts';
import { sellerPayable } from './account-codes.ts';

/** Identity's seller, with what the platform owes them. */
export const SellerBalance = extendedStubOf('Seller');

export const sellerExtension = extension(SellerBalance);

export const accountReference = reference(LedgerAccount, accountPolicy.read, ({ rows }, ids) => rows.by(LedgerAccount, 'id', ids));

export const payablesOfSeller = loader<string, LedgerAccount[]>(async ({ read }, sellerIds) => {
  const codes = sellerIds.map(sellerPayable);
  const accounts = await read.find(LedgerAccount, { code: { $in: codes } }, { orderBy: { currency: 'asc' } });
  return new Map(sellerIds.map((id) => [id, accounts.filter((account) => account.code === sellerPayable(id))]));
});
