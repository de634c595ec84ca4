import { ForbiddenAddress, type GuardedClient } from '@stoa/kit/outbound';
import type { DeliveryOutcome } from '../../channel/channel.ts';
import type { Sealing } from '../sealing.ts';
import { signatureHeaders } from '../signature.ts';
import type { DueWebhook } from './claim-webhooks.ts';

/** What became of a try, and what the endpoint answered; null where it did not. */
export interface Posted {
  readonly outcome: DeliveryOutcome;
  readonly responseStatus: number | null;
}

/** The form of what every webhook holds beside its data. It counts up where a program that reads it would have to be changed. */
const VERSION = 1;

/** What a webhook says: the same at each try. */
export const bodyOf = ({ id, eventType, occurredAt, data }: Pick<DueWebhook, 'id' | 'eventType' | 'occurredAt' | 'data'>): string =>
  JSON.stringify({ id, type: eventType, version: VERSION, timestamp: new Date(occurredAt).toISOString(), data });

/** Tries one webhook. What the network or the endpoint says in words goes no further. */
export async function postWebhook(client: GuardedClient, sealing: Sealing, due: DueWebhook): Promise<Posted> {
  const body = bodyOf(due);
  const secrets = due.secrets.map((secret) => sealing.open(secret, due.endpointId));
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Stoa-Webhooks/1',
    ...signatureHeaders({ id: due.id, body, at: new Date() }, secrets),
  };
  try {
    const { status, headers: answered } = await client.post(new URL(due.url), { headers, body });
    return { outcome: outcomeOf(status, answered['retry-after']), responseStatus: status };
  } catch (error) {
    return { outcome: { kind: 'retry', code: codeOf(error) }, responseStatus: null };
  }
}

/** Whoever takes it says so by 2xx; 410 says that nothing will be taken any more. A redirect is no answer: it is followed nowhere. */
export function outcomeOf(status: number, retryAfter?: string | string[]): DeliveryOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'permanent', code: 'GONE', isAddressGone: true };
  if (status >= 300 && status < 400) return { kind: 'retry', code: 'REDIRECTED' };
  const afterSeconds = /^\d{1,6}$/.test(String(retryAfter)) ? Number(retryAfter) : undefined;
  return { kind: 'retry', code: 'NOT_ACCEPTED', ...(afterSeconds !== undefined && { afterSeconds }) };
}

function codeOf(error: unknown): string {
  if (error instanceof ForbiddenAddress) return error.code;
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(String(code))) return 'TIMED_OUT';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'NAME_UNKNOWN';
  if (/CERT|SIGNATURE|SSL|TLS|ISSUER/.test(String(code))) return 'CERTIFICATE_NOT_TRUSTED';
  return 'UNREACHABLE';
}
