import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ChannelNews } from '../channel-news.ts';

/**
 * Whether Twilio signed these parameters for this address: HMAC-SHA-1 over the address and all parameters in the order of their names
 * (https://www.twilio.com/docs/usage/security).
 */
export function isTwilioSigned(authToken: string, url: string, form: URLSearchParams, signature: string | undefined): boolean {
  const sorted = [...form].sort(([a], [b]) => Number(a > b) - Number(a < b));
  const wanted = createHmac('sha1', authToken)
    .update(url + sorted.map(([name, value]) => name + value).join(''))
    .digest();
  const given = Buffer.from(signature ?? '', 'base64');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Unknown to every carrier, a landline, or answered with STOP. A phone that is only switched off has another code. */
const ENDS: Readonly<Record<string, string>> = { 30005: 'NO_SUCH_ADDRESS', 30006: 'NO_SUCH_ADDRESS', 21610: 'ADDRESS_OPTED_OUT' };

/** What Twilio says of a message. */
export function readTwilioStatus(key: string, form: URLSearchParams): readonly ChannelNews[] {
  const [status, sid, to, error = ''] = ['MessageStatus', 'MessageSid', 'To', 'ErrorCode'].map((name) => form.get(name) ?? undefined);
  if (!sid || !status) return [];
  if (status !== 'undelivered' && status !== 'failed') return [{ kind: 'taken', key, providerId: sid }];
  const code = ENDS[error];
  const failed = { kind: 'failed', key, code: code ?? 'MESSAGE_UNDELIVERED' } as const;
  return code && to ? [failed, { kind: 'ended', channel: 'SMS', recipient: to, code }] : [failed];
}
