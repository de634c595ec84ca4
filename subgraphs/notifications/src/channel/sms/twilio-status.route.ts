import { json, resource, route } from '@stoa/kit/subgraph';
import { heedNews } from '../heed-news.ts';
import { twilioOf } from './twilio-settings.ts';
import { isTwilioSigned, readTwilioStatus } from './twilio-status.ts';

export const twilio = resource('Twilio', twilioOf);

/** Twilio tells what became of a message, at the address that it was given with it. */
export const twilioStatusRoute = route('POST', '/webhooks/twilio/:key', async (context, { body, headers }, key) => {
  const account = context.use(twilio);
  if (!account) return json(404, { error: 'no SMS is sent from here' });
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
  if (!isTwilioSigned(account.authToken, account.callbackOf(key), form, headers['x-twilio-signature']))
    return json(401, { error: 'bad signature' });
  await heedNews(context, readTwilioStatus(key, form));
  return { status: 204 };
});
