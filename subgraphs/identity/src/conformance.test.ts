import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, answering, asking, conformance, type TestSubgraph } from '@stoa/kit/testing';
import { readOpenShipments } from '@stoa/schema/commands/fulfillment';
import {
  describeSellers,
  describeUsers,
  handOverPersonalData,
  noteSellerAccount,
  readAddress,
  readContacts,
  readGuestToken,
  readSellerAccount,
  readSellerStanding,
  recordStaffActs,
} from '@stoa/schema/commands/identity';
import { readOpenAccounts } from '@stoa/schema/commands/ledger';
import { claimAvatar } from '@stoa/schema/commands/media';
import { readOpenOrders } from '@stoa/schema/commands/orders';
import { readOpenPayments } from '@stoa/schema/commands/payments';
import { AddressEntry } from './address/address.entity.ts';
import manifest from './index.ts';
import { Session } from './session/session.entity.ts';
import { ProviderAccount } from './sign-in/provider-account.entity.ts';
import { register, viewerOf } from './testing/given-account.ts';
import { aGuestToken } from './testing/given-guest.ts';
import { PayoutProvider } from './testing/payout-provider.ts';
import { User } from './user/user.entity.ts';

const anAddress = (subgraph: TestSubgraph, userId: string): Promise<string> =>
  subgraph.context().transact(async ({ em }) => {
    const entry = AddressEntry.of(userId, { name: 'Ada', line1: 'Example Street 1', city: 'Berlin', postalCode: '10115', country: 'DE' });
    em.persist(entry);
    return entry.id;
  });

const aSession = (subgraph: TestSubgraph, userId: string): Promise<string> =>
  subgraph.context().transact(async ({ em }) => {
    const session = Session.begin(userId, null);
    em.persist(session);
    return session.id;
  });

const aSignInMethod = (subgraph: TestSubgraph, userId: string): Promise<string> =>
  subgraph.context().transact(async ({ em }) => {
    const account = ProviderAccount.of(userId, { provider: 'sandbox', issuer: 'https://provider.example', subject: newId(), email: null });
    em.persist(account);
    return account.id;
  });

const aUser = (subgraph: TestSubgraph, { userId }: Viewer): Promise<string> =>
  subgraph.context().transact(async ({ em }) => {
    const facts = {
      email: `${userId}@example.test`,
      passwordHash: 'none',
      firstName: 'Ada',
      lastName: 'Example',
      accountType: 'BUYER' as const,
    };
    em.persist(Object.assign(User.open(facts), { id: userId }));
    return userId!;
  });

const aSellerWithAccount = async (subgraph: TestSubgraph): Promise<{ sellerId: string; accountId: string }> => {
  const { sellerId } = viewerOf(await register(subgraph, { accountType: 'SELLER', displayName: 'Lamps' }));
  const accountId = `acct_${newId()}`;
  await subgraph.sql.query('update seller set payout_account_id = $2 where id = $1', [sellerId, accountId]);
  return { sellerId: sellerId!, accountId };
};

conformance(manifest, {
  commands: [
    ...[...new PayoutProvider().commands, answering(claimAvatar, () => ({ url: null }))],
    answering(readOpenOrders, () => ({ open: [] })),
    answering(readOpenShipments, () => ({ open: [] })),
    answering(readOpenPayments, () => ({ open: [] })),
    answering(readOpenAccounts, () => ({ open: [] })),
  ],
  fixtures: [
    {
      entity: 'Address',
      owner: aBuyer,
      make: (subgraph, owner) => anAddress(subgraph, owner.userId!),
      arguments: ['Mutation.removeAddress(id)'],
    },
    {
      entity: 'SessionInfo',
      owner: aBuyer,
      make: (subgraph, owner) => aSession(subgraph, owner.userId!),
      arguments: ['Mutation.revokeSession(id)'],
    },
    {
      entity: 'SignInMethod',
      owner: aBuyer,
      make: (subgraph, owner) => aSignInMethod(subgraph, owner.userId!),
      arguments: ['Mutation.removeSignInMethod(id)'],
    },
    { entity: 'User', owner: aBuyer, readableBy: 'everyone', make: aUser },
  ],
  open: {
    'Mutation.updateProfile(input.avatarFileId)': 'media says whose a file is, and refuses what is not the user’s',
    'Mutation.revokeApiKey(id)': 'administrators alone may call it, and all keys are theirs',
    'Mutation.suspendUser(id)': 'administrators alone may call it, for any account',
    'Mutation.reinstateUser(id)': 'administrators alone may call it, for any account',
    'Mutation.approveSeller(id)': 'administrators alone may call it, for any seller',
    'Mutation.rejectSeller(id)': 'administrators alone may call it, for any seller',
    'Mutation.suspendSeller(id)': 'administrators alone may call it, for any seller',
    'Mutation.reinstateSeller(id)': 'administrators alone may call it, for any seller',
    'Mutation.setStaffScopes(id)': 'those who decide on staff alone may call it, for any administrator',
    'Query.auditLog(filter.subjectId)': 'staff who may read it alone may ask it',
    'Mutation.resetSecondFactors(userId)': 'staff who may help people back in alone may call it',
    'Mutation.actAs(userId)': 'staff who may act for people alone may call it, for any who are not staff',
    'Query.auditLog(filter.onBehalfOfId)': 'staff who may read it alone may ask it',
    'Query.auditLog(filter.actorId)': 'staff who may read it alone may ask it',
    'Query.seller(id)': 'a seller is a shop window',
    'Mutation.followSeller(sellerId)': 'a seller is a shop window, and whom one follows is one’s own',
    'Mutation.unfollowSeller(sellerId)': 'a seller is a shop window, and whom one follows is one’s own',
    Seller: 'a seller is a shop window',
  },
  asks: [
    asking(recordStaffActs, async () => ({
      domain: 'orders',
      acts: [
        {
          ...{
            id: newId(),
            actorId: newId(),
            onBehalfOf: newId(),
            action: 'cancelOrder',
            subjectType: 'Order',
            subjectId: newId(),
            reason: 'Wrong address',
          },
          ...{ facts: [], outcome: 'DONE' as const, code: null, traceId: null, at: '2026-01-02T03:04:05.678Z' },
        },
      ],
    })),
    asking(handOverPersonalData, async (subgraph) => {
      const exportId = newId();
      await subgraph.sql.query('insert into data_export (id, user_id) values ($1, $2)', [exportId, newId()]);
      return { exportId, domain: 'orders' as const, part: 0, isLast: true, rows: [] };
    }),
    asking(describeUsers, async (subgraph) => ({ userIds: [(await register(subgraph)).user.id] })),
    asking(readContacts, async (subgraph) => ({
      userIds: [(await register(subgraph)).user.id],
      sellerIds: [(await aSellerWithAccount(subgraph)).sellerId],
    })),
    asking(describeSellers, async (subgraph) => ({ sellerIds: [(await aSellerWithAccount(subgraph)).sellerId] })),
    asking(readSellerStanding, async (subgraph) => ({ sellerId: (await aSellerWithAccount(subgraph)).sellerId })),
    asking(readSellerAccount, async (subgraph) => ({ sellerId: (await aSellerWithAccount(subgraph)).sellerId })),
    asking(noteSellerAccount, async (subgraph) => ({ ...(await aSellerWithAccount(subgraph)), payoutsEnabled: true })),
    asking(readGuestToken, async (subgraph) => ({ token: await aGuestToken(subgraph) })),
    asking(readAddress, async (subgraph) => {
      const userId = newId();
      return { userId, addressId: await anAddress(subgraph, userId) };
    }),
  ],
});
