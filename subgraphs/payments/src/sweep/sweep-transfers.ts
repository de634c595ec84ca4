import { isEntityId } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import type { ListedTransfer } from '../provider/payout-provider.ts';
import { stripePayouts } from '../provider/stripe-payouts.ts';
import { keepNotice } from '../webhook/receive-notice.ts';
import { batches } from './batches.ts';
import type { SweepCount } from './sweep-provider.ts';

interface Sent {
  readonly payoutId: string;
  readonly transferId: string | null;
  readonly refusalCode: string | null;
}

/** Looks at what went to sellers. A payout whose answer was lost is asked for again anyway; here, money that no payout of ours explains is parked. */
export async function sweepTransfers(context: DomainContext, from: Date, to: Date, count: SweepCount): Promise<void> {
  for await (const listed of batches(context.use(stripePayouts).transfers(from, to))) {
    count.looked += listed.length;
    const sent = await sentOf(context, listed);
    for (const { transferId, payoutId } of listed) {
      const note = faultOf(transferId, sent.get(payoutId ?? ''));
      if (note === null) continue;
      count.news += 1;
      await keepNotice(context, 'STRIPE', { eventId: `sweep:${transferId}`.slice(0, 100), type: 'sweep' }, null, note);
    }
  }
}

function faultOf(transferId: string, sent: Sent | undefined): string | null {
  if (!sent) return `no payout of ours: ${transferId}`;
  if (sent.refusalCode) return `payout ${sent.payoutId} was refused, and ${transferId} was sent`;
  return sent.transferId !== null && sent.transferId !== transferId
    ? `payout ${sent.payoutId} is ${sent.transferId}, and ${transferId} too`
    : null;
}

async function sentOf({ sql }: DomainContext, listed: readonly ListedTransfer[]): Promise<Map<string, Sent>> {
  const ids = listed.map(({ payoutId }) => payoutId).filter(isEntityId);
  const rows = await sql.query<Sent>(
    `select payout_id as "payoutId", transfer_id as "transferId", refusal_code as "refusalCode" from transfer where payout_id = any($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.payoutId, row]));
}
