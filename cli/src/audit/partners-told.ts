import type { Books } from './books.ts';

export const PARTNERS_TOLD = {
  name: 'every partner is told of what they listen for',
  says: 'Of each event, each endpoint that listened for it when it happened has one webhook, and no endpoint has one of another shop.',
};

/** Events whose sellers are found by one path, and what partners know them as. */
const TOLD: readonly (readonly [domain: string, event: string, type: string, sellers: string])[] = [
  ['orders', 'orders.order.confirmed', 'order.confirmed', '$.lines[*].sellerId'],
  ['fulfillment', 'fulfillment.shipment.started', 'shipment.shipped', '$.sellerId'],
  ['fulfillment', 'fulfillment.shipment.delivered', 'shipment.delivered', '$.sellerId'],
  ['payments', 'payments.refund.succeeded', 'refund.succeeded', '$.split[*].sellerId'],
  ['catalog', 'catalog.product.updated', 'product.updated', '$.sellerId'],
  ['reviews', 'reviews.review.published', 'review.published', '$.sellerId'],
];

/** Events are looked at for as long as webhooks are kept, but for the last day of it. */
const HAPPENED = (event: string, type: string, sellers: string): string =>
  `select id::text as "eventId", '${type}' as type, extract(epoch from occurred_at)::float8 as at,
  (select array_agg(distinct seller #>> '{}') from jsonb_path_query(payload, '${sellers}') seller) as sellers
from outbox where name = '${event}' and occurred_at > now() - interval '29 days'`;

const LISTENING = `select id::text as id, seller_id::text as "sellerId", event_types as types, extract(epoch from listens_since)::float8 as since
from webhook_endpoint where status = 'ENABLED'`;

const WEBHOOKS = `select d.event_id::text as "eventId", d.event_type as type, d.endpoint_id::text as "endpointId", e.seller_id::text as "sellerId"
from webhook_delivery d join webhook_endpoint e on e.id = d.endpoint_id where d.event_id <> d.id`;

export const partnersToldSql = {
  ...Object.fromEntries(
    TOLD.map(([domain, event, type, sellers]) => [`what ${type} tells partners`, { domain, sql: HAPPENED(event, type, sellers) }]),
  ),
  'who listens': { domain: 'notifications', sql: LISTENING },
  'what partners were told': { domain: 'notifications', sql: WEBHOOKS },
};

interface Happened {
  readonly eventId: string;
  readonly type: string;
  readonly at: number;
  readonly sellers: readonly string[] | null;
}
interface Listening {
  readonly id: string;
  readonly sellerId: string | null;
  readonly types: readonly string[];
  readonly since: number;
}
interface Webhook {
  readonly eventId: string;
  readonly type: string;
  readonly endpointId: string;
  readonly sellerId: string | null;
}

/** Whoever listened for less than this, in seconds, when something happened may have been told or not. */
const GRACE = 65;

/** Webhooks that are missing, or that tell somebody of another shop. */
export async function partnersNotTold({ rows }: Pick<Books, 'rows'>): Promise<string[]> {
  const [listening, webhooks] = await Promise.all([rows<Listening>('notifications', LISTENING), rows<Webhook>('notifications', WEBHOOKS)]);
  if (listening.length + webhooks.length === 0) return [];
  const happened = (await Promise.all(TOLD.map(([domain, ...told]) => rows<Happened>(domain, HAPPENED(...told))))).flat();
  const concerns = ({ sellers }: Happened, sellerId: string | null): boolean => sellerId === null || (sellers ?? []).includes(sellerId);
  const keyOf = (eventId: string, type: string, endpointId: string): string => `${type} of event ${eventId} to endpoint ${endpointId}`;
  const told = new Set(webhooks.map(({ eventId, type, endpointId }) => keyOf(eventId, type, endpointId)));
  const missing = happened.flatMap((event) =>
    listening
      .filter(({ types, since, sellerId }) => types.includes(event.type) && event.at > since + GRACE && concerns(event, sellerId))
      .map(({ id }) => keyOf(event.eventId, event.type, id))
      .filter((key) => !told.has(key)),
  );
  const byId = new Map(happened.map((event) => [`${event.eventId} ${event.type}`, event]));
  const foreign = webhooks.filter(({ eventId, type, sellerId }) => {
    const event = byId.get(`${eventId} ${type}`);
    return event !== undefined && !concerns(event, sellerId);
  });
  return [
    ...missing.map((key) => `${key}: not told`),
    ...foreign.map(({ eventId, type, endpointId }) => `${keyOf(eventId, type, endpointId)}: of another shop`),
  ];
}
