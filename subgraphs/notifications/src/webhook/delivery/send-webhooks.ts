import { setTimeout as sleep } from 'node:timers/promises';
import type { GuardedClient } from '@stoa/kit/outbound';
import type { DomainContext } from '@stoa/kit/use-case';
import type { Sealing } from '../sealing.ts';
import { claimWebhooks, type DueWebhook } from './claim-webhooks.ts';
import { type Posted, postWebhook } from './post-webhook.ts';
import { settleWebhook } from './settle-webhook.ts';

/** So many are on their way at a moment, over all endpoints. */
const ABREAST = 50;

/** What has just come is looked for so often, while those that are on their way take their time. */
const LOOK_AGAIN_MS = 250;

/** A run begins nothing new after this, so that a process that is to stop need not wait for all. */
const LONGEST_RUN_MS = 20_000;

/** More than any endpoint may have on its way: nothing more goes there. */
const RESTING = 1_000_000;

/**
 * Sends what is due. Each endpoint has a few on their way and no more, so one that is slow keeps nobody but itself waiting; one that has failed rests
 * until the next run.
 */
export async function sendWebhooks(context: DomainContext, client: GuardedClient, sealing: Sealing): Promise<void> {
  const [busy, underWay] = [new Map<string, number>(), new Set<Promise<void>>()];
  const count = (endpointId: string, by: number): void => void busy.set(endpointId, (busy.get(endpointId) ?? 0) + by);
  const send = async (due: DueWebhook): Promise<void> => {
    count(due.endpointId, 1);
    const isTaken = await attempt(context, client, sealing, due);
    count(due.endpointId, isTaken ? -1 : RESTING);
  };
  for (const beganAtMs = Date.now(); ; ) {
    const isOver = Date.now() - beganAtMs > LONGEST_RUN_MS;
    const due = isOver ? [] : await claimWebhooks(context, Object.fromEntries(busy), ABREAST - underWay.size);
    for (const each of due) {
      const sending: Promise<void> = send(each).finally(() => underWay.delete(sending));
      underWay.add(sending);
    }
    if (underWay.size === 0) return;
    await Promise.race([...underWay, ...(isOver ? [] : [sleep(LOOK_AGAIN_MS)])]);
  }
}

/** Whether it was taken. A try that fails in a way that nobody foresaw is tried again when its lease is over. */
async function attempt(context: DomainContext, client: GuardedClient, sealing: Sealing, due: DueWebhook): Promise<boolean> {
  try {
    const posted: Posted = await postWebhook(client, sealing, due);
    const { outcome, responseStatus } = posted;
    if (outcome.kind !== 'delivered')
      context.log.warn({ deliveryId: due.id, endpointId: due.endpointId, code: outcome.code, responseStatus }, 'a webhook was not taken');
    await settleWebhook(context, due, posted);
    return outcome.kind === 'delivered';
  } catch (err) {
    context.log.error({ err, deliveryId: due.id }, 'a webhook could not be tried');
    return false;
  }
}
