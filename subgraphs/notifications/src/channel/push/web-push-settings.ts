import { type Environment, resource, settings, together } from '@stoa/kit/subgraph';
import { z } from 'zod';

/** Those of the browsers that there are. */
const SERVICES = 'https://fcm.googleapis.com,https://*.push.services.mozilla.com,https://*.push.apple.com,https://*.notify.windows.com';

const webPushSettings = settings(
  'Web Push settings',
  z.object({
    /** The pair of keys by which push services know us (VAPID, RFC 8292): 65 and 32 bytes in base64url. */
    VAPID_PUBLIC_KEY: z
      .string()
      .regex(/^[\w-]{87}$/, 'must be a public key of VAPID, 87 characters of base64url')
      .optional(),
    VAPID_PRIVATE_KEY: z
      .string()
      .regex(/^[\w-]{43}$/, 'must be a private key of VAPID, 43 characters of base64url')
      .optional(),
    /** Whom a push service writes to about our messages, `mailto:` or `https:`. */
    VAPID_SUBJECT: z
      .string()
      .regex(/^(mailto:.+@.+|https:\/\/.+)$/, 'must begin with mailto: or https://')
      .optional(),
    WEB_PUSH_SERVICES: z.string().default(SERVICES),
  }),
);

/** What browsers are told to subscribe with, if they can be reached from here, and which of their push services are believed. */
export const pushOffer = resource('push offer', (environment) => {
  const { VAPID_PUBLIC_KEY, WEB_PUSH_SERVICES } = webPushSettings.make(environment);
  return { publicKey: VAPID_PUBLIC_KEY ?? null, services: listed(WEB_PUSH_SERVICES) };
});

/** What is set of Web Push; null where nothing is. */
export function webPushOf(environment: Environment) {
  const set = webPushSettings.make(environment);
  if (!together(set, ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY', 'VAPID_SUBJECT'])) return null;
  return {
    publicKey: set.VAPID_PUBLIC_KEY,
    privateKey: set.VAPID_PRIVATE_KEY,
    subject: set.VAPID_SUBJECT,
    services: listed(set.WEB_PUSH_SERVICES),
  };
}

const listed = (services: string): string[] => services.split(',').map((service) => service.trim().replace(/\/$/, ''));
