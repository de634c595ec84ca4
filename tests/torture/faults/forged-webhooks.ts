import { createHmac } from 'node:crypto';
import type { Market } from '../market.ts';
import { LIES, type Lie } from './lies.ts';
import type { Strike } from './strike.ts';

const AN_HOUR_S = 3_600;

/** How a forger goes about it. */
const WITHOUT_THE_SECRET = [
  { what: 'another secret', hasSecret: false, ageSeconds: 0 },
  { what: 'an old timestamp', hasSecret: true, ageSeconds: AN_HOUR_S },
] as const;

/** Somebody says what no provider has said: of payments, parcels and videos. */
export const forgedWebhooks: Strike = {
  kind: 'webhooks forged (bad signature, old timestamp, untrue)',
  what: 'somebody forges webhooks about payments, parcels and videos',
  async strike(market, tally) {
    for (const { provider, tempting, untrue } of LIES) {
      for (const lie of await tempting(market).catch(() => []))
        for (const { what, hasSecret, ageSeconds } of WITHOUT_THE_SECRET) {
          // Nothing in such a signature tells when it was made.
          if (lie.signs === 'body' && ageSeconds > 0) continue;
          const status = await post(market, lie, hasSecret ? lie.secret : `${lie.secret}s`, ageSeconds).catch(() => null);
          if (status !== null) tally.did(`webhook of ${provider} forged with ${what}, answered ${status}`);
          if (status === 200) tally.check('no forged webhook is taken', [`of ${provider}, with ${what}: ${lie.body}`]);
        }
      for (const lie of await untrue(market).catch(() => [])) {
        const status = await post(market, lie, lie.secret, 0).catch(() => null);
        if (status !== null) tally.did(`webhook of ${provider} forged with the right secret, answered ${status}`);
      }
    }
  },
};

async function post({ gatewayUrl }: Market, lie: Lie, secret: string, ageSeconds: number): Promise<number> {
  const { path, body, signs, signatureHeader, headers = {} } = lie;
  const at = Math.floor(Date.now() / 1_000) - ageSeconds;
  const signed = (text: string): string => createHmac('sha256', secret).update(text).digest('hex');
  const signature = signs === 'body' ? signed(body) : `t=${at},v1=${signed(`${at}.${body}`)}`;
  const response = await fetch(`${gatewayUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [signatureHeader]: signature, ...headers },
    body,
    signal: AbortSignal.timeout(5_000),
  });
  await response.arrayBuffer();
  return response.status;
}
