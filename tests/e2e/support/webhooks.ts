import { randomUUID } from 'node:crypto';
import type { Client } from './client.ts';
import { type Shop, until } from './shop.ts';

/** A partner's system as the outbox plays it, and the endpoint by which it is told of things. */
export interface PlayedPartner {
  readonly id: string;
  readonly secret: string;
  /** By which the outbox knows it. */
  readonly name: string;
}

/** What came to a partner. */
export interface WebhookSeen {
  readonly title: string;
  readonly text: string;
  readonly said: Readonly<Record<string, string>>;
}

type Asker = Pick<Client, 'ask'>;

const control = async (shop: Shop, path: string, body: object): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${shop.platform.mail!.url}/_sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
};

/** From now on the partner verifies what comes by this secret. */
export const verifiesBy = (shop: Shop, name: string, secret: string): Promise<void> => control(shop, `partners/${name}`, { secret });

/** What so many of the next webhooks are answered, of whatever partner; none, from now on, where it is 0. */
export const refusedBy = (shop: Shop, status: number, count: number): Promise<void> =>
  control(shop, 'misfortunes', { provider: 'partners', how: 'refuse', status, count });

const CREATE = 'mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { secret endpoint { id } } }';

/** An endpoint at a partner who verifies what comes. */
export async function anEndpoint(shop: Shop, owner: Asker, eventTypes: readonly string[]): Promise<PlayedPartner> {
  const name = randomUUID();
  const input = { url: `${shop.platform.mail!.url}/partners/${name}`, eventTypes, description: 'A shop system' };
  const { createWebhookEndpoint: made } = await owner.ask<{ createWebhookEndpoint: { secret: string; endpoint: { id: string } } }>(CREATE, {
    input,
  });
  await verifiesBy(shop, name, made.secret);
  return { id: made.endpoint.id, secret: made.secret, name };
}

const TEST = 'mutation ($id: ID!) { sendTestWebhook(endpointId: $id) { id } }';

export const sendTest = async (owner: Asker, id: string): Promise<string> =>
  (await owner.ask<{ sendTestWebhook: { id: string } }>(TEST, { id })).sendTestWebhook.id;

/** What came to a partner and was verified there, the eldest first. */
export async function cameTo(shop: Shop, { name }: PlayedPartner): Promise<readonly WebhookSeen[]> {
  const answer = await fetch(`${shop.platform.mail!.url}/messages?channel=WEBHOOK&to=${name}`);
  return ((await answer.json()) as { messages: WebhookSeen[] }).messages.toReversed();
}

export interface DeliverySeen {
  readonly id: string;
  readonly eventType: string;
  readonly status: string;
  readonly attempts: number;
  readonly responseStatus: number | null;
  readonly error: string | null;
  readonly nextTryAt: string | null;
  readonly payload: string;
}

const LIST = `query ($id: ID!) { webhookEndpoint(id: $id) { status disabledReason failingSince deliveries {
  totalCount nodes { id eventType status attempts responseStatus error nextTryAt payload } } } }`;

interface EndpointSeen {
  readonly status: string;
  readonly disabledReason: string | null;
  readonly failingSince: string | null;
  readonly deliveries: { readonly totalCount: number; readonly nodes: readonly DeliverySeen[] };
}

export const see = async (owner: Asker, { id }: Pick<PlayedPartner, 'id'>): Promise<EndpointSeen> =>
  (await owner.ask<{ webhookEndpoint: EndpointSeen }>(LIST, { id })).webhookEndpoint;

/** Waits until a webhook is in this state, having what is due tried at once. */
export const deliveryIs = (
  shop: Shop,
  owner: Asker,
  endpoint: Pick<PlayedPartner, 'id'>,
  id: string,
  status: string,
): Promise<DeliverySeen> =>
  until(`webhook ${id} is ${status}`, async () => {
    shop.wakeJob('notifications', 'sendWebhooks');
    return (await see(owner, endpoint)).deliveries.nodes.find((each) => each.id === id && each.status === status);
  });

/** Has what waits for its next try tried now. */
export const nextTriesCome = (shop: Shop, { id }: Pick<PlayedPartner, 'id'>): Promise<unknown> =>
  shop.sql(
    'notifications',
    `update webhook_delivery set next_try_at = now() where endpoint_id = $1 and status = 'QUEUED' and error is not null`,
    [id],
  );
