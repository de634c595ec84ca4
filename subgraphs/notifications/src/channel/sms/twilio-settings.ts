import { type Environment, settings, together } from '@stoa/kit/subgraph';
import { z } from 'zod';

const twilioSettings = settings(
  'Twilio settings',
  z.object({
    TWILIO_ACCOUNT_SID: z
      .string()
      .regex(/^AC[0-9a-f]{32}$/, 'must be the id of an account, AC…')
      .optional(),
    /** Proves who we are, and who Twilio is when it tells what became of a message. */
    TWILIO_AUTH_TOKEN: z.string().min(1).optional(),
    /** The number that messages come from, or the id of a messaging service. */
    TWILIO_FROM: z
      .string()
      .regex(/^(\+[1-9]\d{4,14}|MG[0-9a-f]{32}|[A-Za-z][\w ]{1,10})$/, 'must be a number, +…, a sender’s name, or a messaging service, MG…')
      .optional(),
    TWILIO_API_BASE: z.url().default('https://api.twilio.com'),
    STOA_PUBLIC_URL: z.url().default('http://127.0.0.1:4000'),
  }),
);

/** What is set of Twilio; null where nothing is. */
export function twilioOf(environment: Environment) {
  const set = twilioSettings.make(environment);
  if (!together(set, ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'])) return null;
  return {
    accountSid: set.TWILIO_ACCOUNT_SID,
    authToken: set.TWILIO_AUTH_TOKEN,
    from: set.TWILIO_FROM,
    base: set.TWILIO_API_BASE.replace(/\/$/, ''),
    /** Where Twilio tells what became of a message. */
    callbackOf: (key: string): string => `${set.STOA_PUBLIC_URL.replace(/\/+$/, '')}/webhooks/twilio/${key}`,
  };
}
