import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { aBuyer, anAdmin, aPasserBy, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { readSellerAccount, readSellerStanding } from '@stoa/schema/commands/identity';
import { SellerStatusChanged } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { register, viewerOf } from '../testing/given-account.ts';
import { PayoutProvider } from '../testing/payout-provider.ts';

let identity: TestSubgraph;
let approving: TestSubgraph;
beforeAll(async () => {
  const { commands } = new PayoutProvider();
  identity = await startTestSubgraph(manifest, { commands });
  approving = await startTestSubgraph(manifest, { commands, environment: { STOA_SELLER_APPROVAL: 'BEFORE' } });
});
afterAll(() => Promise.all([identity?.stop(), approving?.stop()]));

const aSellerOf = async (subgraph: TestSubgraph): Promise<Viewer> =>
  viewerOf(await register(subgraph, { accountType: 'SELLER', displayName: 'Lamps' }));

const REASON = 'Sells what is stolen';
/** Has an administrator do something to a seller; what becomes of their status. */
async function judged(subgraph: TestSubgraph, deed: string, { sellerId }: Viewer, viewer: Viewer = anAdmin()): Promise<string> {
  const why = deed === 'rejectSeller' || deed === 'suspendSeller' ? `, reason: "${REASON}"` : '';
  const answer = await subgraph
    .as(viewer)
    .query<Record<string, { status: string }>>(`mutation ($id: ID!) { ${deed}(id: $id${why}) { status } }`, { id: sellerId });
  return answer[deed]!.status;
}
const told = async (subgraph: TestSubgraph, { sellerId }: Viewer) =>
  (await subgraph.emitted(SellerStatusChanged))
    .filter((event) => event.sellerId === sellerId)
    .map(({ status, selling }) => [status, selling]);
const standing = (subgraph: TestSubgraph, { sellerId }: Viewer) => subgraph.answer(readSellerStanding, { sellerId: sellerId! });

test('a seller may sell at once, and is told of to nobody', async () => {
  const seller = await aSellerOf(identity);
  expect(await standing(identity, seller)).toEqual({ selling: true, version: 0 });
  expect(await told(identity, seller)).toEqual([]);
});

test('where administrators approve of sellers, a new one waits, may be rejected, apply again and be approved', async () => {
  const seller = await aSellerOf(approving);
  expect(await standing(approving, seller)).toEqual({ selling: false, version: 1 });
  expect(await judged(approving, 'rejectSeller', seller)).toBe('REJECTED');
  const own = 'query ($id: ID!) { seller(id: $id) { status statusReason } }';
  expect(await approving.as(seller).query(own, { id: seller.sellerId })).toEqual({ seller: { status: 'REJECTED', statusReason: REASON } });
  expect(await approving.as(seller).query('mutation { applyToSell { status } }')).toEqual({ applyToSell: { status: 'PENDING' } });
  const waiting = '{ sellers(status: PENDING) { nodes { id } totalCount } }';
  expect(await approving.as(anAdmin()).query(waiting)).toEqual({ sellers: { nodes: [{ id: seller.sellerId }], totalCount: 1 } });
  for (let count = 0; count < 2; count++) expect(await judged(approving, 'approveSeller', seller)).toBe('APPROVED');
  expect(await told(approving, seller)).toEqual([
    ['PENDING', false],
    ['REJECTED', false],
    ['PENDING', false],
    ['APPROVED', true],
  ]);
});

test('a suspended seller stays logged in, sells nothing and is paid nothing until reinstated', async () => {
  const seller = await aSellerOf(identity);
  for (let count = 0; count < 2; count++) expect(await judged(identity, 'suspendSeller', seller)).toBe('SUSPENDED');
  expect(await identity.answer(readSellerAccount, { sellerId: seller.sellerId! })).toMatchObject({ selling: false });
  expect(await identity.as(seller).query('{ me { seller { status statusReason } } }')).toEqual({
    me: { seller: { status: 'SUSPENDED', statusReason: REASON } },
  });
  await expect(judged(identity, 'approveSeller', seller)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  expect(await judged(identity, 'reinstateSeller', seller)).toBe('APPROVED');
  expect(await told(identity, seller)).toEqual([
    ['SUSPENDED', false],
    ['APPROVED', true],
  ]);
  const log = 'query ($id: ID) { auditLog(filter: { subjectId: $id }) { nodes { action reason outcome } } }';
  expect(await identity.as(anAdmin()).query(log, { id: seller.sellerId })).toEqual({
    auditLog: {
      nodes: [
        { action: 'reinstateSeller', reason: null, outcome: 'DONE' },
        { action: 'approveSeller', reason: null, outcome: 'REFUSED' },
        // Done again, it changed nothing, and was done all the same.
        { action: 'suspendSeller', reason: REASON, outcome: 'DONE' },
        { action: 'suspendSeller', reason: REASON, outcome: 'DONE' },
      ],
    },
  });
});

test('who sells under a suspended account does not sell, whatever their own status, until both are lifted', async () => {
  const seller = await aSellerOf(identity);
  const admin = identity.as(anAdmin());
  await admin.query('mutation ($id: ID!) { suspendUser(id: $id, reason: "A stolen card") { id } }', { id: seller.userId });
  await judged(identity, 'suspendSeller', seller);
  await admin.query('mutation ($id: ID!) { reinstateUser(id: $id) { id } }', { id: seller.userId });
  expect(await standing(identity, seller)).toEqual({ selling: false, version: 3 });
  await judged(identity, 'reinstateSeller', seller);
  expect(await told(identity, seller)).toEqual([
    ['APPROVED', false],
    ['SUSPENDED', false],
    ['SUSPENDED', false],
    ['APPROVED', true],
  ]);
});

test('only administrators judge sellers, and only they and the seller see how', async () => {
  const seller = await aSellerOf(identity);
  for (const deed of ['approveSeller', 'rejectSeller', 'suspendSeller', 'reinstateSeller'])
    for (const viewer of [seller, aBuyer()])
      await expect(judged(identity, deed, seller, viewer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const seen = await identity.as(aPasserBy).request('query ($id: ID!) { seller(id: $id) { displayName status } }', { id: seller.sellerId });
  expect(seen.data).toEqual({ seller: { displayName: 'Lamps', status: null } });
  await expect(identity.as(aBuyer()).query('mutation { applyToSell { id } }')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
