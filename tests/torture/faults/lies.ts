import { randomUUID } from 'node:crypto';
import { WAY } from '../load/delivering.ts';
import { CARRIER } from '../load/shipping.ts';
import type { Market } from '../market.ts';

/** Ids of events that we made up begin so. */
export const FORGED = 'evt_forged_';
const EACH_TIME = 6;
/** What is said to be paid of what is owed. */
const TOO_LITTLE = 0.01;
const STRIPE_ACCOUNT = 'Bearer sk_test_sandbox';
const RAZORPAY_ACCOUNT = `Basic ${Buffer.from('rzp_test_sandbox:sandbox_key_secret').toString('base64')}`;

/** A webhook that nobody has sent. */
export interface Lie {
  readonly path: string;
  readonly body: string;
  readonly secret: string;
  /** What its provider signs: the body alone, or a time with it. */
  readonly signs: 'body' | 'time and body';
  readonly signatureHeader: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Liar {
  readonly provider: string;
  /** What would do harm if it was believed; whoever has not got the secret says it. */
  tempting(market: Market): Promise<readonly Lie[]>;
  /** What does not fit what is known; it has the right signature, and no effect. */
  untrue(market: Market): Promise<readonly Lie[]>;
}

const newId = (): string => `${FORGED}${randomUUID()}`;
const share = (amount: number, part: number): number => Math.max(1, Math.floor(amount * part));

/** Payments that nobody has made, of all that is owed or of another amount. */
const ofStripe = async (market: Market, part: number): Promise<readonly Lie[]> => {
  const { data } = await asked<{ data: { status: string; amount: number }[] }>(
    `${market.stripeUrl}/v1/payment_intents?limit=100`,
    STRIPE_ACCOUNT,
  );
  return data
    .filter(({ status }) => status !== 'succeeded')
    .slice(0, EACH_TIME)
    .map((intent) => {
      const amount = share(intent.amount, part);
      const object = { ...intent, status: 'succeeded', amount, amount_received: amount };
      return {
        path: '/webhooks/stripe',
        body: JSON.stringify({ id: newId(), object: 'event', type: 'payment_intent.succeeded', data: { object } }),
        secret: market.parts.secrets.stripeWebhook,
        ...{ signs: 'time and body', signatureHeader: 'stripe-signature' },
      };
    });
};

const ofRazorpay = async (market: Market, part: number): Promise<readonly Lie[]> => {
  const { items } = await asked<{ items: { id: string; status: string; amount: number; currency: string; created_at: number }[] }>(
    `${market.razorpayUrl}/v1/orders?count=100`,
    RAZORPAY_ACCOUNT,
  );
  return items
    .filter(({ status }) => status !== 'paid')
    .slice(0, EACH_TIME)
    .map(({ id: order_id, amount: owed, currency, created_at }) => {
      const entity = { id: `pay_${randomUUID()}`, order_id, amount: share(owed, part), currency, status: 'captured', created_at };
      return {
        path: '/webhooks/razorpay',
        body: JSON.stringify({ entity: 'event', event: 'payment.captured', payload: { payment: { entity } } }),
        secret: market.parts.secrets.razorpayWebhook,
        ...{ signs: 'body', signatureHeader: 'x-razorpay-signature', headers: { 'x-razorpay-event-id': newId() } },
      };
    });
};

const ofCarrier = ({ parts: { secrets } }: Market, carrier: string, trackingNumber: string): Lie => ({
  path: `/webhooks/carriers/${CARRIER.toLowerCase()}`,
  body: JSON.stringify({ id: newId(), trackingNumber, carrier, status: WAY.at(-1), at: new Date().toISOString() }),
  secret: secrets.carrierWebhook,
  ...{ signs: 'time and body', signatureHeader: 'carrier-signature' },
});

/** Parcels that are not there yet. */
async function underway({ carrierUrl }: Market): Promise<readonly string[]> {
  const { shipments } = await asked<{ shipments: { trackingNumber: string; status: string | null }[] }>(`${carrierUrl}/shipments`);
  return shipments.flatMap(({ trackingNumber, status }) => (status === WAY.at(-1) ? [] : [trackingNumber])).slice(0, EACH_TIME);
}

/** Of files, whatever has become of them, the host is said to have made what it has not. */
const ofMux = ({ parts: { secrets } }: Market, fileIds: readonly string[]): readonly Lie[] =>
  fileIds.slice(-EACH_TIME).flatMap((fileId) =>
    ['video.asset.ready', 'video.asset.errored'].map((type) => ({
      path: '/webhooks/mux',
      body: JSON.stringify({ id: newId(), type, data: { id: randomUUID(), status: type.split('.').at(-1), passthrough: fileId } }),
      secret: secrets.muxWebhook,
      ...{ signs: 'time and body', signatureHeader: 'mux-signature' },
    })),
  );

export const LIES: readonly Liar[] = [
  {
    provider: 'Stripe',
    tempting: (market) => ofStripe(market, 1),
    untrue: (market) => ofStripe(market, TOO_LITTLE),
  },
  {
    provider: 'Razorpay',
    tempting: (market) => ofRazorpay(market, 1),
    untrue: (market) => ofRazorpay(market, TOO_LITTLE),
  },
  {
    provider: 'carrier',
    tempting: async (market) => (await underway(market)).map((number) => ofCarrier(market, CARRIER, number)),
    untrue: async (market) => [
      ofCarrier(market, CARRIER, randomUUID()),
      ...(await underway(market)).map((number) => ofCarrier(market, 'DHL', number)),
    ],
  },
  {
    provider: 'Mux',
    tempting: async (market) => ofMux(market, await videoIds(market)),
    untrue: async (market) => ofMux(market, await videoIds(market)),
  },
];

/** The newest last: those may still be on their way. */
const videoIds = async ({ books }: Market): Promise<readonly string[]> =>
  (await books.rows<{ id: string }>('media', `select id from media_file where purpose = 'LECTURE_VIDEO' order by id`)).map(({ id }) => id);

async function asked<T>(url: string, authorization?: string): Promise<T> {
  const response = await fetch(url, { headers: authorization ? { authorization } : {}, signal: AbortSignal.timeout(5_000) });
  return (await response.json()) as T;
}
