import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anAdmin, answering, aPasserBy, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { claimAvatar } from '@stoa/schema/commands/media';
import { UserRegistered, UserUpdated } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { anEmail, logIn, register, viewerOf } from '../testing/given-account.ts';

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest, {
    commands: [answering(claimAvatar, ({ fileId }) => ({ url: fileId && `https://shop.example/media/${fileId}-medium.webp` }))],
  });
});
afterAll(() => identity.stop());

describe('registering', () => {
  test('opens an account, logs it in and tells the others, without names or addresses', async () => {
    const session = await register(identity);
    expect(session.user).toMatchObject({ accountType: 'BUYER' });
    const told = (await identity.emitted(UserRegistered)).at(-1);
    expect(told).toEqual({ userId: session.user.id, accountType: 'BUYER', sellerId: null });
  });

  test('gives a seller a shop with an id of its own', async () => {
    const viewer = viewerOf(await register(identity, { accountType: 'SELLER', displayName: 'Ada’s Shop' }));
    expect(viewer.sellerId).not.toBe(viewer.userId);
    expect(await identity.as(aPasserBy).query('query ($id: ID!) { seller(id: $id) { displayName } }', { id: viewer.sellerId })).toEqual({
      seller: { displayName: 'Ada’s Shop' },
    });
  });

  test('makes no administrator', async () => {
    await expect(register(identity, { accountType: 'ADMIN' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('takes an address once, however it is written and however many try at once', async () => {
    const email = anEmail();
    const tries = await Promise.allSettled(
      [email, email.toUpperCase(), ` ${email}`].map((written) => register(identity, { email: written })),
    );
    expect(tries.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of tries) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'EMAIL_TAKEN' });
  });

  test.each([
    ['no address', { email: 'nobody' }, 'email'],
    ['a short password', { password: '1234567' }, 'password'],
    ['a password too long to hash', { password: 'x'.repeat(201) }, 'password'],
    ['an empty name', { firstName: '  ' }, 'firstName'],
    ['a name of a megabyte', { lastName: 'x'.repeat(1_000_000) }, 'lastName'],
  ])('with %s is refused and opens nothing', async (_what, facts, field) => {
    const before = await identity.state();
    await expect(register(identity, facts)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
    expect(await identity.state()).toEqual(before);
  });

  test('keeps no password', async () => {
    const password = 'a password that is looked for';
    await register(identity, { password });
    const [row] = await identity.sql.query<{ password_hash: string }>('select password_hash from users order by created_at desc limit 1');
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(await identity.sql.query('select * from users'))).not.toContain(password);
  });
});

describe('a fresh installation', () => {
  test('has one administrator, and a second start makes no second one', async () => {
    const replica = await startTestSubgraph(manifest, { databaseUrl: identity.databaseUrl });
    expect(await identity.sql.query(`select email from users where account_type = 'ADMIN'`)).toEqual([{ email: 'admin@stoa.test' }]);
    expect(await replica.sql.query('select count(*)::int as count from signing_key')).toEqual([{ count: 1 }]);
    await replica.stop();
    expect(viewerOf(await logIn(identity, 'admin@stoa.test', 'stoa-admin'))).toMatchObject({ accountType: 'ADMIN' });
  });

  test('in production wants a password of its own', async () => {
    await expect(startTestSubgraph(manifest, { environment: { NODE_ENV: 'production' } })).rejects.toThrow(
      'STOA_ADMIN_PASSWORD: must be set in production',
    );
  });
});

describe('a profile', () => {
  const UPDATE = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { firstName lastName seller { displayName } } }';

  test('changes by what is given, and is told', async () => {
    const session = await register(identity, { accountType: 'SELLER' });
    const viewer = viewerOf(session);
    expect(await identity.as(viewer).query(UPDATE, { input: { firstName: 'Grace', displayName: 'Grace’s' } })).toEqual({
      updateProfile: { firstName: 'Grace', lastName: 'Example', seller: { displayName: 'Grace’s' } },
    });
    expect(await identity.emitted(UserUpdated)).toEqual([{ userId: viewer.userId, sellerId: viewer.sellerId }]);
  });

  test('shows a portrait until it is taken away, and keeps it when something else changes', async () => {
    const viewer = viewerOf(await register(identity));
    const portraitAfter = async (input: object) =>
      (
        await identity
          .as(viewer)
          .query<{ updateProfile: { avatarUrl: string | null } }>(
            'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { avatarUrl } }',
            { input },
          )
      ).updateProfile.avatarUrl;
    expect(await portraitAfter({ avatarFileId: 'x' })).toBe('https://shop.example/media/x-medium.webp');
    expect(await portraitAfter({ lastName: 'Hopper' })).toBe('https://shop.example/media/x-medium.webp');
    expect(await portraitAfter({ avatarFileId: null })).toBeNull();
  });

  test('is one’s own: others see a name and nothing more', async () => {
    const { user } = await register(identity);
    const somebody = viewerOf(await register(identity));
    const ask = (viewer: typeof somebody) =>
      identity
        .as(viewer)
        .request(
          'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on User { firstName email addresses { id } sessions { id } } } }',
          { keys: [{ __typename: 'User', id: user.id }] },
        );
    const seen = await ask(somebody);
    expect(JSON.parse(JSON.stringify(seen.data))).toEqual({
      _entities: [{ firstName: 'Ada', email: null, addresses: null, sessions: null }],
    });
    expect(seen.errors?.map((error) => error.extensions?.code)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    expect((await ask(anAdmin())).errors).toBeUndefined();
  });

  test('of nobody is null', async () => {
    expect(await identity.as(aPasserBy).query('{ me { id } }')).toEqual({ me: null });
  });
});

describe('an address book', () => {
  const address = { name: 'Ada', line1: 'Example Street 1', city: 'Berlin', postalCode: '10115', country: 'DE' };
  const add = (viewer: ReturnType<typeof viewerOf>, facts = {}) =>
    identity.as(viewer).query<{ addAddress: { id: string } }>('mutation ($input: AddressInput!) { addAddress(input: $input) { id } }', {
      input: { ...address, ...facts },
    });

  test('is filled, read and emptied by its owner', async () => {
    const viewer = viewerOf(await register(identity));
    const { id } = (await add(viewer)).addAddress;
    const book = () => identity.as(viewer).query('{ me { addresses { id city country line2 } } }');
    expect(await book()).toEqual({ me: { addresses: [{ id, city: 'Berlin', country: 'DE', line2: null }] } });
    await identity.as(viewer).query('mutation ($id: ID!) { removeAddress(id: $id) }', { id });
    expect(await book()).toEqual({ me: { addresses: [] } });
  });

  test.each([{ city: ' ' }, { country: 'Germany' }, { line1: 'x'.repeat(201) }])('takes no %p', async (facts) => {
    const viewer = viewerOf(await register(identity));
    await expect(add(viewer, facts)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('has an end', async () => {
    const viewer = viewerOf(await register(identity));
    for (let count = 0; count < 50; count++) await add(viewer);
    await expect(add(viewer)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

test('an administrator finds people by name and address, and a percent sign is a percent sign', async () => {
  const email = anEmail();
  await register(identity, { email, lastName: 'Lovelace%' });
  const find = async (search: string) =>
    (
      await identity
        .as(anAdmin())
        .query<{ users: { nodes: { email: string }[] } }>('query ($search: String) { users(search: $search) { nodes { email } } }', {
          search,
        })
    ).users.nodes;
  expect(await find('LOVELACE')).toEqual([{ email }]);
  expect(await find('%')).toEqual([{ email }]);
  expect(await find('_______________')).toEqual([]);
});
