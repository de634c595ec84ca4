import { askProvider, GONE, notNow, OPTED_OUT, type ProviderAnswer, REFUSED, SILENT } from '../ask-provider.ts';
import type { Channel, DeliveryOutcome } from '../channel.ts';
import type { MakeChannel } from '../channels.ts';
import { inOnePiece } from '../shorten.ts';
import { twilioOf } from './twilio-settings.ts';

/** Every 153 characters are paid for as a message of their own. */
const LONGEST = 612;

/** Not a number, nobody's number, no mobile phone. */
const NO_PHONE: ReadonlySet<unknown> = new Set([21_211, 21_214, 21_217, 21_614]);
/** They have answered STOP. */
const STOPPED = 21_610;

/** SMS by Twilio. A message whose answer was lost is not known there by any key of ours; its status tells us of it before the next try. */
export const smsChannel: MakeChannel = (environment) => {
  const twilio = twilioOf(environment);
  if (!twilio) return null;
  const { accountSid, authToken, from, base, callbackOf } = twilio;
  const headers = { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` };
  const deliver: Channel['deliver'] = async (message, signal) => {
    const body = new URLSearchParams({
      To: message.recipient,
      [from.startsWith('MG') ? 'MessagingServiceSid' : 'From']: from,
      Body: inOnePiece(message, LONGEST, '\n'),
      StatusCallback: callbackOf(message.key),
    });
    const answer = await askProvider(`${base}/2010-04-01/Accounts/${accountSid}/Messages.json`, { headers, body }, signal);
    return answer ? outcomeOf(answer) : SILENT;
  };
  return { kind: 'SMS', deliver };
};

function outcomeOf(answer: ProviderAnswer): DeliveryOutcome {
  const { status, body } = answer;
  if (status >= 200 && status < 300) return { kind: 'delivered', ...(typeof body.sid === 'string' && { providerId: body.sid }) };
  if (status !== 400) return notNow(answer);
  if (NO_PHONE.has(body.code)) return GONE;
  return body.code === STOPPED ? OPTED_OUT : REFUSED;
}
