import { buy } from '../support/buying.ts';
import { postWebhook } from '../support/forged-webhook.ts';
import { tokenMailedTo } from '../support/mailbox.ts';
import { anAddress, type Person, person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';
import { type Canaries, PLANTED } from './canaries.ts';
import type { Places } from './places.ts';

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { readonly id: string };
}

const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { accessToken refreshToken user { id } } }';
const LOG_IN = 'mutation ($input: LogInInput!) { logIn(input: $input) { accessToken refreshToken user { id } } }';
const REFRESH =
  'mutation ($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) { accessToken refreshToken user { id } } }';
const REQUEST = 'mutation ($email: String!) { requestPasswordReset(email: $email) }';
const RESET = 'mutation ($token: String!, $newPassword: String!) { resetPassword(input: { token: $token, newPassword: $newPassword }) }';

/** Somebody whose address, password and words are canaries, from the first visit to a bought lamp; all that works. */
export async function aLifeOfCanaries(shop: Shop, canaries: Canaries, variantId: string): Promise<Person> {
  const { email, password, card } = PLANTED;
  const heard = ({ accessToken, refreshToken }: Session): void => {
    canaries.heard('access token', accessToken);
    canaries.heard('refresh token', refreshToken);
  };
  const registered = await shop.client().ask<{ register: Session }>(REGISTER, {
    input: { email, password, firstName: 'Carla', lastName: card, accountType: 'BUYER' },
  });
  heard(registered.register);
  await shop.client().refusal(LOG_IN, { input: { email, password: `${password}, mistyped` } });
  await shop.client().refusal(REGISTER, { input: { email, password, firstName: 'Carl', lastName: 'Other', accountType: 'BUYER' } });

  await shop.client().ask(REQUEST, { email });
  const token = await tokenMailedTo(shop, email, 'Set a new password');
  canaries.heard('reset token', token);
  await shop.client().ask(RESET, { token, newPassword: password });
  await shop.client().refusal(RESET, { token, newPassword: password });

  const { logIn } = await shop.client().ask<{ logIn: Session }>(LOG_IN, { input: { email, password } });
  heard(logIn);
  const { refreshSession } = await shop.client().ask<{ refreshSession: Session }>(REFRESH, { refreshToken: logIn.refreshToken });
  heard(refreshSession);
  const somebody = person(shop.client(refreshSession.accessToken), refreshSession.user.id, null);
  const address = { ...anAddress, name: card, line1: email };
  await somebody.ask('mutation ($input: AddressInput!) { addAddress(input: $input) { id } }', { input: address });
  const bought = await buy(shop, somebody, variantId, 1);
  canaries.heard('secret of a payment', bought.payment.clientSecret);
  // Used twice, a refresh token ends its session as stolen.
  await shop.client().refusal(REFRESH, { refreshToken: logIn.refreshToken });
  const { logIn: last } = await shop.client().ask<{ logIn: Session }>(LOG_IN, { input: { email, password } });
  heard(last);
  return person(shop.client(last.accessToken), last.user.id, null);
}

/** What is no graph: each route, by whoever found its address, with canaries wherever something can stand. */
export async function knockOnRoutes(shop: Shop, places: Places): Promise<number> {
  const { token, email, card, password } = PLANTED;
  const query = new URLSearchParams({ token, code: token, state: token, key: token, email, error_description: card }).toString();
  const bodies = [
    JSON.stringify({ id: token, email, type: card, data: { object: { id: token, receipt_email: email } } }),
    `{"email": "${email}", ${token}`,
  ];
  const headers = {
    authorization: `Bearer ${token}`,
    cookie: `session=${token}`,
    'stripe-signature': token,
    'x-razorpay-signature': token,
  };
  let knocked = 0;
  const knock = async (path: string, init: RequestInit): Promise<void> => {
    const answer = await fetch(`${shop.platform.origin}${path}`, { redirect: 'manual', ...init });
    const text = await answer.text();
    if (!answer.ok) places.answered(text);
    knocked++;
  };
  for (const domain of shop.platform.domains.values())
    for (const { method, path } of domain.manifest.routes.filter(({ internal }) => !internal))
      for (const address of [path.replace(/:\w+/, token), path.replace(/:\w+/, 'sandbox')])
        if (method === 'GET') await knock(`${address}?${query}`, { headers });
        else
          for (const body of bodies)
            await knock(`${address}?${query}`, { method, headers: { ...headers, 'content-type': 'application/json' }, body });
  for (const body of [`{"query": "${token}`, JSON.stringify({ query: token, variables: { password } }), JSON.stringify([email, card])])
    await knock('/graphql', { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
  await knock(`/graphql?query=${encodeURIComponent('{ me { id } }')}&variables=${encodeURIComponent(`{"password": ${password}`)}`, {
    headers,
  });
  // As providers send them, signed; of payments that are not ours, and of none that anybody could read.
  const object = { id: `pi_${token}`, object: 'payment_intent', receipt_email: email, metadata: { note: card }, status: 'succeeded' };
  await postWebhook(shop, { id: `evt_${token}`, type: 'payment_intent.succeeded', data: { object } });
  await postWebhook(shop, `{"id": "${token}", "data": "${email}`);
  return knocked;
}
