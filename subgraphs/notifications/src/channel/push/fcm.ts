import type { Environment } from '@stoa/kit/subgraph';
import { askProvider, GONE, notNow, type ProviderAnswer, REFUSED, SILENT } from '../ask-provider.ts';
import type { DeliveryOutcome, OutgoingMessage } from '../channel.ts';
import { shorten } from '../shorten.ts';
import { fcmOf } from './fcm-settings.ts';
import { GoogleToken } from './google-token.ts';

type SendToApp = (token: string, message: OutgoingMessage, signal: AbortSignal) => Promise<DeliveryOutcome>;

const LONGEST_TEXT = 700;
const LONGEST_TITLE = 150;

/** Hands a message to FCM (HTTP v1); null where no account is set. */
export function fcmSender(environment: Environment): SendToApp | null {
  const fcm = fcmOf(environment);
  if (!fcm) return null;
  const google = new GoogleToken(fcm);
  const ask = async (bearer: string, body: string, signal: AbortSignal): Promise<ProviderAnswer | null> => {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
    return askProvider(`${fcm.base}/v1/projects/${fcm.projectId}/messages:send`, { headers, body }, signal);
  };
  return async (token, message, signal) => {
    const body = JSON.stringify({ message: messageOf(token, message) });
    const bearer = await google.current(signal);
    if (!bearer) return SILENT;
    let answer = await ask(bearer, body, signal);
    if (answer?.status === 401) {
      // It may have been revoked before its time; a new one that is refused too says that the account is.
      google.forget(bearer);
      const fresh = await google.current(signal);
      if (fresh) answer = await ask(fresh, body, signal);
    }
    return answer ? outcomeOf(answer) : SILENT;
  };
}

/** A phone that has a message of this key shows it once. */
const messageOf = (token: string, { title, text, key, actionUrl }: OutgoingMessage) => ({
  token,
  notification: { title: shorten(title, LONGEST_TITLE), body: shorten(text, LONGEST_TEXT) },
  data: { key, ...(actionUrl && { url: actionUrl }) },
  android: { collapse_key: key, notification: { tag: key } },
  apns: { headers: { 'apns-collapse-id': key } },
});

function outcomeOf(answer: ProviderAnswer): DeliveryOutcome {
  const { status, body } = answer;
  if (status === 200) return { kind: 'delivered', ...(typeof body.name === 'string' && { providerId: body.name }) };
  const error = JSON.stringify(body.error ?? {});
  // The app was removed, or belongs to another project. A 404 without this word is a project that is not there.
  if (error.includes('"UNREGISTERED"') || error.includes('"SENDER_ID_MISMATCH"')) return GONE;
  return status === 400 ? REFUSED : notNow(answer);
}
