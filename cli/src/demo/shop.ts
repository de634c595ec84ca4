import type { Configuration } from '../configuration.ts';
import { GraphClient, Refused } from './graph-client.ts';

/** Everybody in the demo has this password; the accounts hold nothing that is worth anything. */
export const DEMO_PASSWORD = 'a demo password';

/** Where the demo takes place. */
export interface Shop {
  readonly url: string;
  readonly stripeUrl: string;
  readonly carrierUrl: string;
  readonly adminPassword: string;
}

export function shopAt({ settings, host, port }: Configuration): Shop {
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return {
    url: `http://${near}:${port}/graphql`,
    stripeUrl: `http://${near}:${settings.SANDBOX_STRIPE_PORT}`,
    carrierUrl: `http://${near}:${settings.SANDBOX_CARRIER_PORT}`,
    adminPassword: settings.STOA_ADMIN_PASSWORD ?? 'stoa-admin',
  };
}

/** Somebody who is logged in. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly sellerId: string;
  readonly client: GraphClient;
  /** Whether the account was opened just now. */
  readonly isNew: boolean;
}

interface Session {
  readonly accessToken: string;
  readonly user: { readonly seller: { readonly id: string } | null };
}

const SESSION = '{ accessToken user { seller { id } } }';

export interface Account {
  readonly name: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly accountType: 'BUYER' | 'SELLER';
}

/** Opens the account, or logs in to it where an earlier demo has opened it. */
export async function enter({ url }: Shop, { name, ...account }: Account): Promise<Person> {
  const { email, accountType } = account;
  const person = (session: Session, isNew: boolean): Person => {
    return { name, email, sellerId: session.user.seller?.id ?? '', client: new GraphClient(url, session.accessToken), isNew };
  };
  try {
    const input = { ...account, password: DEMO_PASSWORD, ...(accountType === 'SELLER' && { displayName: name }) };
    const query = `mutation ($input: RegisterInput!) { register(input: $input) ${SESSION} }`;
    return person((await new GraphClient(url).ask<{ register: Session }>(query, { input })).register, true);
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'EMAIL_TAKEN') throw error;
    return person(await logIn(url, email, DEMO_PASSWORD), false);
  }
}

async function logIn(url: string, email: string, password: string): Promise<Session> {
  const query = `mutation ($input: LogInInput!) { logIn(input: $input) ${SESSION} }`;
  return (await new GraphClient(url).ask<{ logIn: Session }>(query, { input: { email, password } })).logIn;
}

/** The administrator, or null where the password is another one than the configuration says. */
export async function enterAsAdmin({ url, adminPassword }: Shop): Promise<GraphClient | null> {
  try {
    return new GraphClient(url, (await logIn(url, 'admin@stoa.test', adminPassword)).accessToken);
  } catch (error) {
    if (error instanceof Refused && error.code === 'INVALID_CREDENTIALS') return null;
    throw error;
  }
}
