import type { DeliveryOutcome } from './channel.ts';

/** What a provider answered. */
export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON in the body; an empty object where there is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

interface ProviderRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | URLSearchParams;
}

/**
 * Posts to a provider; null where it gave no answer in time. What the network says of it goes no further, since it may hold the address, and
 * addresses hold tokens. Nobody is followed elsewhere.
 */
export async function askProvider(url: string, { headers, body }: ProviderRequest, signal: AbortSignal): Promise<ProviderAnswer | null> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return { status: response.status, headers: response.headers, body: await jsonOf(response) };
  } catch {
    return null;
  }
}

/** No provider of ours says more than this. */
const LONGEST_ANSWER = 100_000;

async function jsonOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER) break;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The provider has not answered: it may have taken the message or not. */
export const SILENT: DeliveryOutcome = { kind: 'retry', code: 'PROVIDER_SILENT' };

/** What an answer means that is about us or about the moment, and not about the message: it is tried again. */
export function notNow({ status, headers }: ProviderAnswer, afterSeconds = secondsToWait(headers)): DeliveryOutcome {
  const code = status === 401 || status === 403 ? 'PROVIDER_KNOWS_US_NOT' : 'PROVIDER_BUSY';
  return { kind: 'retry', code, ...(afterSeconds !== undefined && { afterSeconds }) };
}

/** `retry-after`, in seconds or as a date. */
function secondsToWait(headers: Headers): number | undefined {
  const given = headers.get('retry-after');
  if (!given) return undefined;
  const seconds = /^\d+$/.test(given) ? Number(given) : Math.ceil((Date.parse(given) - Date.now()) / 1_000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

export const GONE: DeliveryOutcome = { kind: 'permanent', code: 'NO_SUCH_ADDRESS', isAddressGone: true };
export const OPTED_OUT: DeliveryOutcome = { kind: 'permanent', code: 'ADDRESS_OPTED_OUT', isAddressGone: true };
export const REFUSED: DeliveryOutcome = { kind: 'permanent', code: 'MESSAGE_REFUSED' };
