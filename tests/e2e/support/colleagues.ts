import { randomUUID } from 'node:crypto';
import { LogInDocument } from '@stoa/schema/generated/operations/e2e';
import type { Client } from './client.ts';
import { tokenMailedTo } from './mailbox.ts';
import type { Shop } from './shop.ts';

const password = 'correct horse';

/** Somebody of the staff. */
export interface Colleague {
  readonly id: string;
  readonly email: string;
}

/** Somebody is invited, and sets their password by the link that they are mailed. */
export async function invited(shop: Shop, ...scopes: string[]): Promise<Colleague> {
  const email = `${randomUUID()}@example.com`;
  const { inviteStaff } = await (await shop.admin()).ask<{ inviteStaff: { id: string } }>(
    'mutation ($input: InviteStaffInput!) { inviteStaff(input: $input) { id } }',
    {
      input: { email, firstName: 'Grace', lastName: 'Example', scopes },
    },
  );
  const token = await tokenMailedTo(shop, email, 'Set a new password');
  await shop
    .client()
    .ask('mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) }', { input: { token, newPassword: password } });
  return { id: inviteStaff.id, email };
}

export const logIn = async (shop: Shop, { email }: Colleague): Promise<Client> =>
  shop.client((await shop.client().ask(LogInDocument, { input: { email, password } })).logIn.accessToken);

/** Somebody of the staff who may do this, logged in. */
export const aColleague = async (shop: Shop, ...scopes: string[]): Promise<Client> => logIn(shop, await invited(shop, ...scopes));

/** Says what they may do from now on, and logs them in to it. */
export async function letting(shop: Shop, colleague: Colleague, scopes: readonly string[]): Promise<Client> {
  await (await shop.admin()).ask('mutation ($id: ID!, $scopes: [String!]!) { setStaffScopes(id: $id, scopes: $scopes) { id } }', {
    id: colleague.id,
    scopes,
  });
  return logIn(shop, colleague);
}
