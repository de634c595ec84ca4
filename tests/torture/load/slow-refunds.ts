import { setTimeout as sleep } from 'node:timers/promises';
import type { Market } from '../market.ts';
import type { Errand } from './scene.ts';

const SLOW_MS = 12_000;
const ACCOUNT = `Basic ${Buffer.from('rzp_test_sandbox:sandbox_key_secret').toString('base64')}`;

/** Banks take their time: refunds at Razorpay are on their way for a while, then all arrive, but for some of which nobody waits. */
export const slowRefunds: Errand = {
  name: 'refunds took their time at the bank',
  async do({ market, admin, tally }, random) {
    await admin.until(() => tell(market, '/_sandbox/refunds', { processed: false }));
    await sleep(SLOW_MS);
    await admin.until(() => tell(market, '/_sandbox/refunds', { processed: true }));
    await admin.until(async () => {
      const listed = await fetch(`${market.razorpayUrl}/v1/refunds?count=100`, {
        headers: { authorization: ACCOUNT },
        signal: AbortSignal.timeout(10_000),
      });
      const { items } = (await listed.json()) as { items: { id: string; status: string; notes: { refundId?: string } }[] };
      for (const { id, notes } of items.filter(({ status }) => status === 'pending')) {
        const mayFail = tally.goodwill.has(notes.refundId ?? '');
        await tell(market, `/_sandbox/refunds/${id}`, { outcome: mayFail && random.chance(0.5) ? 'fail' : 'process' });
      }
    });
    tally.did(slowRefunds.name);
  },
};

async function tell({ razorpayUrl }: Market, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${razorpayUrl}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  await response.arrayBuffer();
}
