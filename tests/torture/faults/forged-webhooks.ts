import { createHmac, randomUUID } from 'node:crypto';
import type { Market } from '../market.ts';
import type { Strike } from './strike.ts';

const SECRET_KEY = 'sk_test_sandbox';
const EACH_TIME = 6;
const AN_HOUR_S = 3_600;
/** Ids of events that we made up begin so. */
export const FORGED = 'evt_forged_';

interface Intent {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
}

/** How a forger goes about it. Only the last has the right secret, and so is heard; but of another amount than is owed. */
const FORGERIES = [
  { what: 'another secret', secret: () => 'whsec_somebody_elses', ageSeconds: 0, share: 1 },
  { what: 'an old timestamp', secret: (right: string) => right, ageSeconds: AN_HOUR_S, share: 1 },
  { what: 'another amount', secret: (right: string) => right, ageSeconds: 0, share: 0.01 },
] as const;

/** Somebody says of payments that nobody has made that they were made. */
export const forgedWebhooks: Strike = {
  kind: 'webhooks forged (bad signature, old timestamp, another amount)',
  what: 'somebody forges webhooks about payments that were not made',
  async strike(market, tally) {
    const unpaid = (await intentsOf(market).catch(() => [])).filter(({ status }) => status !== 'succeeded');
    for (const intent of unpaid.slice(0, EACH_TIME))
      for (const { what, secret, ageSeconds, share } of FORGERIES) {
        const said = { ...intent, status: 'succeeded', amount_received: Math.max(1, Math.floor(intent.amount * share)) };
        const forged = { ...said, amount: said.amount_received };
        const status = await post(market, forged, secret(market.parts.secrets.stripeWebhook), ageSeconds).catch(() => null);
        if (status !== null) tally.did(`webhook forged: ${what}, answered ${status}`);
        if (status === 200 && share === 1) tally.check('no forged webhook is taken', [`${intent.id}, with ${what}`]);
      }
  },
};

async function intentsOf({ stripeUrl }: Market): Promise<readonly Intent[]> {
  const response = await fetch(`${stripeUrl}/v1/payment_intents?limit=100`, {
    headers: { authorization: `Bearer ${SECRET_KEY}` },
    signal: AbortSignal.timeout(5_000),
  });
  return ((await response.json()) as { data: Intent[] }).data;
}

async function post({ gatewayUrl }: Market, object: object, secret: string, ageSeconds: number): Promise<number> {
  const body = JSON.stringify({ id: `${FORGED}${randomUUID()}`, object: 'event', type: 'payment_intent.succeeded', data: { object } });
  const at = Math.floor(Date.now() / 1_000) - ageSeconds;
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  const response = await fetch(`${gatewayUrl}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${signature}` },
    body,
    signal: AbortSignal.timeout(5_000),
  });
  await response.arrayBuffer();
  return response.status;
}
