import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { anAdmin, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { SessionEnded } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { anEmail, aColleague as givenColleague, register } from '../testing/given-account.ts';

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest);
});
afterAll(() => identity?.stop());

const aColleague = (...scopes: string[]): Promise<Viewer> => givenColleague(identity, ...scopes);

const grant = async (viewer: Viewer, id: string, ...scopes: string[]): Promise<string[]> =>
  (
    await identity
      .as(viewer)
      .query<{ setStaffScopes: { scopes: string[] } }>(
        'mutation ($id: ID!, $scopes: [String!]!) { setStaffScopes(id: $id, scopes: $scopes) { scopes } }',
        { id, scopes },
      )
  ).setStaffScopes.scopes;
const USERS = '{ users { totalCount } }';

test('a colleague may do what they were let do, and nothing else', async () => {
  const colleague = await aColleague('users:read');
  expect(await identity.as(colleague).query(USERS)).toMatchObject({ users: { totalCount: expect.any(Number) } });
  for (const refused of ['{ auditLog { totalCount } }', '{ staff { totalCount } }', '{ apiKeys { id } }', '{ sellers { totalCount } }'])
    await expect(identity.as(colleague).query(refused)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const { user } = await register(identity);
  const suspend = 'mutation ($id: ID!) { suspendUser(id: $id, reason: "A stolen card") { id } }';
  await expect(identity.as(colleague).query(suspend, { id: user.id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const seen = await identity
    .as(await aColleague())
    .request('query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { email } } }', {
      id: user.id,
    });
  expect(seen.data).toEqual({ _entities: [{ email: null }] });
});

test('scopes are given and taken by who decides on staff, which ends sessions and is written down', async () => {
  const [boss, colleague] = [await aColleague('*'), await aColleague('users:read')];
  expect(await grant(boss, colleague.userId!, 'orders:read', 'users:read')).toEqual(['orders:read', 'users:read']);
  expect(await grant(boss, colleague.userId!, 'users:read', 'orders:read')).toEqual(['orders:read', 'users:read']);
  const ended = (await identity.emitted(SessionEnded)).filter(({ userId }) => userId === colleague.userId);
  expect(ended.map(({ reason }) => reason)).toEqual(['ACCOUNT_CHANGED']);
  const granted = (scopes: string[]) =>
    [['id', colleague.userId], ...scopes.map((scope) => ['scopes', scope])].map(([name, value]) => ({ name, value }));
  const log = 'query ($id: ID) { auditLog(filter: { subjectId: $id }) { nodes { action facts { name value } } } }';
  expect(await identity.as(boss).query(log, { id: colleague.userId })).toEqual({
    auditLog: {
      nodes: [
        { action: 'setStaffScopes', facts: granted(['users:read', 'orders:read']) },
        { action: 'setStaffScopes', facts: granted(['orders:read', 'users:read']) },
      ],
    },
  });
  await expect(grant(boss, colleague.userId!, 'orders:anything')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(grant(boss, boss.userId!, 'orders:read')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  const { user } = await register(identity);
  await expect(grant(boss, user.id, 'orders:read')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('nobody gives or takes more than they have, whatever their token says', async () => {
  const lead = await aColleague('staff:write', 'users:read');
  const [boss, colleague] = [await aColleague('*'), await aColleague('audit:read')];
  expect(await grant(lead, colleague.userId!, 'audit:read', 'users:read')).toEqual(['audit:read', 'users:read']);
  await expect(grant(lead, colleague.userId!)).rejects.toMatchObject({ code: 'FORBIDDEN', details: { missing: ['audit:read'] } });
  await expect(grant(lead, boss.userId!)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(grant(lead, colleague.userId!, '*')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  // The row decides, not a token that is still out.
  await grant(boss, lead.userId!);
  await expect(grant(lead, colleague.userId!, 'audit:read')).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('of two who take each other’s rights at once, one keeps theirs', async () => {
  const [one, other] = [await aColleague('*'), await aColleague('*')];
  const answers = await Promise.allSettled([grant(one, other.userId!), grant(other, one.userId!)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('an administrator’s account is suspended by who decides on staff and may do as much, and by nobody else', async () => {
  const boss = await aColleague('*');
  const suspend = (viewer: Viewer, id: string) =>
    identity.as(viewer).query('mutation ($id: ID!) { suspendUser(id: $id, reason: "Left us") { suspended } }', { id });
  for (const scopes of [['users:suspend'], ['users:suspend', 'staff:write']])
    await expect(suspend(await aColleague(...scopes), boss.userId!)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  const colleague = await aColleague('audit:read');
  await expect(suspend(await aColleague('users:suspend', 'audit:read'), colleague.userId!)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await suspend(boss, colleague.userId!)).toEqual({ suspendUser: { suspended: true } });
});

test('who is invited is mailed a link to set a password, and may do what the invitation says', async () => {
  const invite = (viewer: Viewer, email: string, scopes: string[]) =>
    identity.as(viewer).query('mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) { email accountType scopes } }', {
      input: { email, firstName: 'Grace', lastName: 'Example', scopes },
    });
  const boss = await aColleague('*');
  const email = anEmail();
  expect(await invite(boss, email, ['users:read'])).toEqual({ inviteStaff: { email, accountType: 'ADMIN', scopes: ['users:read'] } });
  expect(await identity.sql.query('select kind from mail_request where email = $1', [email])).toEqual([{ kind: 'RESET_PASSWORD' }]);
  await expect(invite(boss, email, [])).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
  await expect(invite(await aColleague('staff:write'), anEmail(), ['users:read'])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  for (const viewer of [aSeller(), anAdmin(['users:write'])])
    await expect(invite(viewer, anEmail(), [])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await identity.as(boss).query('{ staff { nodes { email } } staffScopes }')).toEqual({
    staff: { nodes: expect.arrayContaining([{ email }]) },
    staffScopes: expect.arrayContaining(['users:read', 'staff:write']),
  });
});
