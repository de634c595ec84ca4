import { z } from 'zod';

const base64url = z.string().regex(/^[\w-]+=*$/);

const pushRecipient = z.union([
  z.object({ endpoint: z.url().max(1_000), keys: z.object({ p256dh: base64url.length(87), auth: base64url.min(22).max(24) }) }),
  z.object({ token: z.string().regex(/^[\w:-]{20,500}$/) }),
]);

/** A browser that has subscribed, or an app at FCM. */
export type PushRecipient = z.output<typeof pushRecipient>;

/** Reads what a contact keeps of a browser or an app; null where it is neither. */
export function readPushRecipient(text: string): PushRecipient | null {
  try {
    return pushRecipient.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether an address belongs to one of the push services, `https://*.push.apple.com` say. Browsers send us these addresses, so that any
 * other could be a machine of ours or of somebody else.
 */
export function isPushService(endpoint: string, services: readonly string[]): boolean {
  const { origin, protocol, username, password } = new URL(endpoint);
  if (username || password) return false;
  return services.some((service) => {
    const [scheme, host = ''] = service.split('://');
    if (!host.startsWith('*.')) return origin === service;
    return protocol === `${scheme}:` && new URL(endpoint).host.endsWith(host.slice(1));
  });
}
