import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { aBuyer, aPasserBy, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { SellerFollowed, SellerUnfollowed } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { register, viewerOf } from '../testing/given-account.ts';

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest);
});
afterAll(() => identity.stop());

const aShop = async (): Promise<string> => viewerOf(await register(identity, { accountType: 'SELLER' })).sellerId!;
const follow = (viewer: Viewer, id: string) =>
  identity.as(viewer).query('mutation ($id: ID!) { followSeller(sellerId: $id) { id followerCount followedByMe } }', { id });
const unfollow = (viewer: Viewer, id: string) =>
  identity.as(viewer).query('mutation ($id: ID!) { unfollowSeller(sellerId: $id) { id followerCount followedByMe } }', { id });

test('a seller is followed once by each, however often they say so, and no more when they stop', async () => {
  const [id, ada, bob] = [await aShop(), aBuyer(), aBuyer()];
  for (let count = 0; count < 2; count++)
    expect(await follow(ada, id)).toEqual({ followSeller: { id, followerCount: 1, followedByMe: true } });
  expect(await follow(bob, id)).toEqual({ followSeller: { id, followerCount: 2, followedByMe: true } });
  for (let count = 0; count < 2; count++)
    expect(await unfollow(ada, id)).toEqual({ unfollowSeller: { id, followerCount: 1, followedByMe: false } });
  expect((await identity.emitted(SellerFollowed)).filter(({ sellerId }) => sellerId === id)).toHaveLength(2);
  expect(await identity.emitted(SellerUnfollowed)).toContainEqual({ sellerId: id, userId: ada.userId });
});

test('many who follow and stop at once are counted right', async () => {
  const id = await aShop();
  const people = Array.from({ length: 12 }, aBuyer);
  await Promise.all(people.flatMap((each) => [follow(each, id), follow(each, id)]));
  await Promise.all(people.slice(0, 5).map((each) => unfollow(each, id)));
  const rows = await identity.sql.query(
    'select follower_count, (select count(*)::int from follow where seller_id = seller.id) as rows from seller where id = $1',
    [id],
  );
  expect(rows).toEqual([{ follower_count: 7, rows: 7 }]);
});

test('nobody follows a seller whom there is not, and nobody who is not logged in follows any', async () => {
  await expect(follow(aBuyer(), '01a1fd00-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(follow(aPasserBy, await aShop())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await identity.as(aPasserBy).query('query ($id: ID!) { seller(id: $id) { followedByMe } }', { id: await aShop() })).toEqual({
    seller: { followedByMe: false },
  });
});

test('one sees whom one follows, the last first, and nobody else does', async () => {
  const session = await register(identity);
  const shops = [await aShop(), await aShop(), await aShop()];
  for (const id of shops) await follow(viewerOf(session), id);
  await unfollow(viewerOf(session), shops[1]!);
  expect(await identity.as(viewerOf(session)).query('{ me { followedSellers { id followedByMe } } }')).toEqual({
    me: {
      followedSellers: [
        { id: shops[2], followedByMe: true },
        { id: shops[0], followedByMe: true },
      ],
    },
  });
  const text = 'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on User { followedSellers { id } } } }';
  const { errors } = await identity.as(aBuyer()).request(text, { keys: [{ __typename: 'User', id: session.user.id }] });
  expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});
