import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aPasserBy, type TestSubgraph } from '@stoa/kit/testing';
import { decodeJwt } from 'jose';
import { hashPassword } from '../user/password.ts';
import { User } from '../user/user.entity.ts';

export interface SessionSeen {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { id: string; email: string; accountType: string };
}

const SESSION = '{ accessToken refreshToken user { id email accountType } }';

export const PASSWORD = 'correct horse battery staple';

export const anEmail = (): string => `${newId()}@example.test`;

/** Opens an account, which logs it in. */
export async function register(subgraph: TestSubgraph, facts: Record<string, unknown> = {}): Promise<SessionSeen> {
  const input = { email: anEmail(), password: PASSWORD, firstName: 'Ada', lastName: 'Example', ...facts };
  return (
    await subgraph
      .as(aPasserBy)
      .query<{ register: SessionSeen }>(`mutation ($input: RegisterInput!) { register(input: $input) ${SESSION} }`, { input })
  ).register;
}

export async function logIn(subgraph: TestSubgraph, email: string, password = PASSWORD, userAgent?: string): Promise<SessionSeen> {
  const input = { email, password };
  return (
    await subgraph
      .as(aPasserBy, userAgent)
      .query<{ logIn: SessionSeen }>(`mutation ($input: LogInInput!) { logIn(input: $input) ${SESSION} }`, { input })
  ).logIn;
}

export async function refresh(subgraph: TestSubgraph, refreshToken: string): Promise<SessionSeen> {
  const text = `mutation ($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) ${SESSION} }`;
  return (await subgraph.as(aPasserBy).query<{ refreshSession: SessionSeen }>(text, { refreshToken })).refreshSession;
}

/** An administrator who has logged in and may do this. */
export async function aColleague(subgraph: TestSubgraph, ...scopes: string[]): Promise<Viewer> {
  const email = anEmail();
  const passwordHash = await (hashOfPassword ??= hashPassword(PASSWORD));
  await subgraph.context().transact(async ({ em }) => {
    em.persist(User.open({ email, passwordHash, firstName: 'Ada', lastName: 'Example', accountType: 'ADMIN', scopes }));
  });
  return viewerOf(await logIn(subgraph, email));
}

let hashOfPassword: Promise<string> | undefined;

interface Claims {
  readonly sid: string;
  readonly accountType: Viewer['accountType'];
  readonly sellerId?: string;
  readonly scope?: string;
}

/** Whom the gateway would make of an access token. */
export function viewerOf({ accessToken }: SessionSeen): Viewer {
  const { sub, sid, accountType, sellerId, scope } = decodeJwt<Claims>(accessToken);
  return {
    kind: 'user',
    userId: sub!,
    sellerId: sellerId ?? null,
    accountType,
    sessionId: sid,
    ...(scope && { scopes: scope.split(' ') }),
  };
}
